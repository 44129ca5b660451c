"""What Slack answers when it does not do as asked."""

from flows.errors import FlowError

OF_ANSWER = "response_url_"  # what the codes of an answer begin with that its own way did not take


class SlackError(Exception):
    """Slack did not do it. `code` is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PermanentSlackError(SlackError):
    """Asking again would be refused again: archived, not in the channel, the message is gone, the token revoked."""


class TransientSlackError(SlackError):
    """Slack has not done it: it says to come back in `retry_after` seconds, or could not be reached at all."""

    def __init__(self, code: str, retry_after: float) -> None:
        super().__init__(code)
        self.retry_after = retry_after


class UncertainSlackError(SlackError):
    """Nobody knows whether it was done: a time-out, a dropped connection, a 5xx. Never simply posted again."""


class UnreachableError(SlackError):
    """A person cannot be told something in any way that is left, so that there is no use in telling them of that."""


def is_of_answer(error: Exception) -> bool:
    """Whether a response_url has failed, so that nothing else is to be tried by it."""
    return isinstance(error, SlackError) and error.code.startswith(OF_ANSWER)


class PayloadError(FlowError):
    """A request from Slack without what such a request has; the sentence names what is missing."""


class DemoError(FlowError):
    """The demo cannot do what was asked of it."""


class SettingsError(FlowError):
    """A setting that is missing or wrong; the sentence names it and says what to do."""
