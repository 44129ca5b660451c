"""`/rung report …`: for people who were not there."""

from collections.abc import Callable
from functools import partial

from bot.listeners.exports import Files, send_files
from bot.listeners.listening import Listening
from bot.listeners.permissions import Doing
from bot.listeners.teams_changes import place_of
from bot.messages.exports import report_comment
from bot.messages.reports import Report, report_html, report_of_team, report_of_workspace
from bot.slack.attachments import Attachment, file_name
from bot.slack.blocks import Message
from bot.slack.payloads import Inbound
from flows.acts.exports.report import team_report, workspace_report
from flows.acts.shared.act import Act
from flows.errors import RefusedError
from flows.teams.team import Team

Made = Callable[[Act], Report]


def handle_report(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """A team's report, or that of the workspace; as PDF, or as HTML."""
    wanted = set(words.casefold().split())
    if wanted - {"html", "pdf", "workspace"}:
        raise RefusedError("Please type /rung report in a team's channel, and html after it for a web page.")
    make = _of_workspace if "workspace" in wanted else _of_team
    make(listening, inbound, as_html="html" in wanted)
    return None


def _of_team(listening: Listening, inbound: Inbound, *, as_html: bool) -> None:
    found = listening.once_for_team(Doing.REPORT, inbound, place_of(inbound), _team_and_zone)
    if found:
        team, zone = found
        files = partial(_files, partial(_team_report, team, zone), file_name(team.name), as_html)
        send_files(listening, inbound, Files(files, report_comment(team.name, as_html=as_html)))


def _team_and_zone(act: Act, team: Team) -> tuple[Team, str]:
    if not act.repositories.check_ins.list_published(team.id, 1):
        raise RefusedError(f"{team.name} has no published result yet. /rung check-in start asks the team.")
    return team, act.lock_person().time_zone


def _team_report(team: Team, zone: str, act: Act) -> Report:
    found = team_report(act, team, zone)
    if found is None:
        raise RefusedError(f"{team.name} has no published result yet.")
    return report_of_team(found)


def _of_workspace(listening: Listening, inbound: Inbound, *, as_html: bool) -> None:
    zone = listening.once(Doing.REPORT_WORKSPACE, inbound, lambda act: act.lock_person().time_zone)
    if zone:
        workspace_id = inbound.actor.workspace_id

        def make(act: Act) -> Report:
            fewest = act.repositories.workspaces.find_compared_from(workspace_id)
            return report_of_workspace(workspace_report(act, workspace_id, zone), fewest)

        comment = report_comment(None, as_html=as_html)
        send_files(listening, inbound, Files(partial(_files, make, "our-teams", as_html), comment))


def _files(make: Made, name: str, as_html: bool, act: Act) -> tuple[Attachment, ...]:  # noqa: FBT001
    report = make(act)
    if as_html:
        return (Attachment(f"{name}-report.html", report_html(report).encode()),)
    from bot.messages.report_pdf import report_pdf  # noqa: PLC0415 - a fifth of a second, only where a PDF is made

    return (Attachment(f"{name}-report.pdf", report_pdf(report)),)
