"""The ways in which Slack fails."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Failure:
    """What happens to a request: an HTTP status or an error code in its place, before or after it took effect."""

    status: int = 200
    error: str = ""
    retry_after: int | None = None
    takes_effect: bool = False
    drops: bool = False
    silent_for: float = 0.0
    late_by: float = 0.0


def rate_limited(retry_after: int = 1) -> Failure:
    """429 with Retry-After, in seconds."""
    return Failure(429, "ratelimited", retry_after)


def server_error(status: int = 500) -> Failure:
    """500, or another status such as 503."""
    return Failure(status, "internal_error" if status == 500 else "service_unavailable")


def slack_error(code: str) -> Failure:
    """200 with an error code."""
    return Failure(200, code)


def over(error: str = "expired_url") -> Failure:
    """404, as a response_url answers after half an hour, or "used_url" after five answers."""
    return Failure(404, error)


def accept_then_drop() -> Failure:
    """It takes effect, and the connection ends without an answer."""
    return Failure(takes_effect=True, drops=True)


def drop() -> Failure:
    """The connection ends, and nothing has happened."""
    return Failure(drops=True)


def time_out(seconds: float, *, takes_effect: bool = False) -> Failure:
    """No answer for so long; then the connection ends. `takes_effect` for a request that Slack did accept."""
    return Failure(drops=True, silent_for=seconds, takes_effect=takes_effect)


def late(seconds: float) -> Failure:
    """Nothing for so long; then it takes effect after all, and the connection ends."""
    return Failure(takes_effect=True, drops=True, late_by=seconds)
