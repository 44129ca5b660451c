"""`/rung report …`: for people who were not there."""

from collections.abc import Callable
from dataclasses import replace

from bot.listeners.exports import Files, send_files
from bot.listeners.listening import Listening, Route
from bot.listeners.roles import ADMINS, TEAM
from bot.messages.exports import report_comment
from bot.messages.reports import Report, report_html, report_of_team, report_of_workspace
from bot.slack.attachments import Attachment, file_name
from bot.slack.inbound import Command
from flows.acts.exports.report import team_report, workspace_report, zone_of_reader
from flows.acts.shared.act import Act
from flows.errors import RefusedError

_KNOWN = {"html", "pdf", "workspace"}
_WORKSPACE = "/rung report workspace"


def handle_report(listening: Listening, command: Command) -> None:
    """A team's report, as PDF or as HTML."""
    wanted = _wanted(command.words)
    if "workspace" in wanted:  # after another word
        handle_workspace(listening, replace(command, route=_WORKSPACE))
        return
    wanted_of = listening.once_for_team(command, lambda act, team: (team, zone_of_reader(act, team)))
    if wanted_of:
        team, zone = wanted_of
        as_html = "html" in wanted

        def make(act: Act) -> tuple[Attachment, ...]:
            return _attached(report_of_team(team_report(act, team, zone)), file_name(team.name), as_html=as_html)

        send_files(
            listening, command, Files(_stored(listening, command, make), report_comment(of_team=True, as_html=as_html))
        )


def handle_workspace(listening: Listening, command: Command) -> None:
    """The report of all teams, as PDF or as HTML."""
    as_html = "html" in _wanted(command.words)
    person = listening.once(command, Act.lock_person)
    if person:

        def make(act: Act) -> tuple[Attachment, ...]:
            fewest = act.repositories.workspaces.find_compared_from(person.workspace_id)
            report = workspace_report(act, person.workspace_id, person.time_zone)
            return _attached(report_of_workspace(report, fewest), "our-teams", as_html=as_html)

        send_files(
            listening, command, Files(_stored(listening, command, make), report_comment(of_team=False, as_html=as_html))
        )


def _stored(
    listening: Listening, command: Command, make: Callable[[Act], tuple[Attachment, ...]]
) -> Callable[[], tuple[Attachment, ...]]:
    """Make something of what is stored by then."""
    return lambda: listening.runner.read(command.actor, make)


def _wanted(words: str) -> set[str]:
    wanted = set(words.casefold().split())
    unknown = " ".join(word for word in words.casefold().split() if word not in _KNOWN)
    if unknown:
        how = "Please type /rung report in a team's channel, and html after it for a web page."
        raise RefusedError(f'I do not know "{unknown}" here. {how}')
    return wanted


def _attached(report: Report, name: str, *, as_html: bool) -> tuple[Attachment, ...]:
    if as_html:
        return (Attachment(f"{name}-report.html", report_html(report).encode()),)
    from bot.messages.report_pdf import report_pdf  # noqa: PLC0415 - a fifth of a second, only where a PDF is made

    return (Attachment(f"{name}-report.pdf", report_pdf(report)),)


ROUTES = (
    Route("/rung report", TEAM, handle_report, takes_words=True),
    Route("/rung report …", TEAM, handle_report, takes_words=True),
    Route(_WORKSPACE, ADMINS, handle_workspace, takes_words=True),
)
