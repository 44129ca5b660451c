"""`make trace`: which folders a click goes through on the thread that answers it."""

from tests.tracing.click import trace_of_a_click
from tests.tracing.recording import Trace

# HTTP, the guard, the act and the database: what every request needs, whatever it is about.
PROCESS = {"bot", "bot/process", "flows/acts/shared", "storage"}


def report(trace: Trace) -> str:
    """The trace, and its sums."""
    of_click = sorted(trace.folders - PROCESS)
    return f"{trace}\n\n{len(of_click)} folders besides {', '.join(sorted(PROCESS))}: {', '.join(of_click)}"


if __name__ == "__main__":
    print(report(trace_of_a_click()))  # noqa: T201 - a report for whoever runs it
