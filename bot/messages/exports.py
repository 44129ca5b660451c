"""What people read about exports."""

from collections.abc import Sequence
from enum import StrEnum

from bot.slack.attachments import Attachment
from bot.slack.blocks import Message, actions, button, context, message, sections
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import render_notice, render_words
from flows.acts.exports.export import ExportOffer


class ExportKind(StrEnum):
    """Whose data an export holds: one's own answers, a team's results, or the workspace's."""

    MINE = "mine"
    TEAM = "team"
    WORKSPACE = "workspace"


def export_offer(offer: ExportOffer) -> Message:
    """Offer the exports that a person may have here."""
    words = render_notice("export_offer", offer)
    part, team = words.parts, offer.team
    row = [button("My answers", ActionId.EXPORT_MINE, ExportKind.MINE)]
    if team:
        row.append(Handle(team.id).button(f"{team.name}'s results", ActionId.EXPORT_TEAM))
    if offer.is_admin:
        row.append(button("All teams", ActionId.EXPORT_WORKSPACE, ExportKind.WORKSPACE))
    return message(words.text, sections(part["what"], part["choices"]), actions(*row), context(part["how"]))


def export_comment(kind: ExportKind) -> str:
    """The sentence beside the files of an export; these have the name, which Slack would read as markup here."""
    return render_words("export_comment", kind=kind).text


def report_comment(*, of_team: bool, as_html: bool) -> str:
    """The sentence beside the file of a report."""
    return render_words("report_comment", of_team=of_team, as_html=as_html).text


def export_done(files: Sequence[Attachment]) -> Message:
    """Say where the files of an export are."""
    text = render_words("export_done", files=[file.name for file in files]).text
    return message(text, sections(text))


def export_refused(code: str) -> Message:
    """Say that Slack took no files, and why."""
    text = render_words("export_refused", code=code).text
    return message(text, sections(text))
