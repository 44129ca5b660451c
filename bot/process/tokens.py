"""What Slack's tokens and its signing secret look like, so that a wrong one is named at the start and never shown."""

import re
from dataclasses import dataclass

_ROUND_IT = re.compile(r"\A[^0-9A-Za-z]+|[^0-9A-Za-z]+\Z")  # quotes, blanks, line ends: no token begins or ends so


@dataclass(frozen=True)
class _Kind:
    """One of the three: its variable, what it is called, its form, that form in words, and where Slack shows it."""

    variable: str
    name: str
    form: re.Pattern[str]
    looks: str
    place: str


_KINDS = {
    kind.variable: kind
    for kind in (
        _Kind(
            "SLACK_BOT_TOKEN",
            "the bot's token",
            re.compile(r"(?:xoxe\.)?xoxb-[0-9A-Za-z-]+"),
            "begins with xoxb-",
            "OAuth & Permissions",
        ),
        _Kind(
            "SLACK_APP_TOKEN",
            "the app-level token",
            re.compile(r"xapp-[0-9A-Za-z-]+"),
            "begins with xapp-",
            "Basic Information, App-Level Tokens",
        ),
        _Kind(
            "SLACK_SIGNING_SECRET",
            "the signing secret",
            re.compile(r"[0-9a-f]{32}"),
            "has 32 characters, digits and a to f",
            "Basic Information, App Credentials",
        ),
    )
}


def problem_of(variable: str, value: str) -> str | None:
    """One sentence on why a value cannot be right for its variable, without the value; None if it can."""
    kind = _KINDS[variable]
    if kind.form.fullmatch(value):
        return None
    right = f"{kind.name} {kind.looks}; your Slack app's page shows it under {kind.place}"
    return f"{variable}: {_mistake(kind, _ROUND_IT.sub('', value))}; {right}"


def _mistake(kind: _Kind, bare: str) -> str:
    if kind.form.fullmatch(bare):
        return "there are quotes, blanks or a line end round the value; take them away"
    other = next((other for other in _KINDS.values() if other.form.fullmatch(bare)), None)
    if other:
        return f"this is {other.name}, which belongs in {other.variable}"
    if bare.startswith(("xoxp-", "xoxe.xoxp-")):
        return "this is the token of a user, which Rung does not need"
    return f"this is not {kind.name}, or not all of it"
