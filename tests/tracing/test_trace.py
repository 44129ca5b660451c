"""A click goes down through few folders, and comes back into none of them but where it waits for an answer."""

from tests.tracing.__main__ import PROCESS, report
from tests.tracing.click import trace_of_a_click

# What is handed down and called from below: the listener's step, run within the transaction, and the source of ids.
HANDED_DOWN = {"bot/listeners", "bot/process"}


def test_a_click_enters_few_folders_and_none_of_them_from_below():
    trace = trace_of_a_click()
    assert {"bot/listeners", "flows/acts/assessment", "storage/repositories"} <= trace.folders, report(trace)
    assert len(trace.folders - PROCESS) <= 7, report(trace)
    assert {each.folder for each in trace.entered if each.again} <= HANDED_DOWN, report(trace)
