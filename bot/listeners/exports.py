"""`/rung export …`: results and answers as files."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.listeners.listening import Front
from bot.listeners.permissions import Doing
from bot.listeners.teams_changes import place_of
from bot.listeners.words import handler_of
from bot.messages.exports import ExportKind, export_comment, export_done, export_offer, export_refused
from bot.sending.recipients import reachable
from bot.slack.attachments import Attachment, answer_files, file_name, result_files
from bot.slack.blocks import Message
from bot.slack.errors import PermanentSlackError
from bot.slack.ids import ActionId
from bot.slack.payloads import Inbound, Pressed
from flows.acts.assessment.card_posted import posted_below
from flows.acts.exports.export import export_team, export_workspace, offer_exports, own_answers
from flows.acts.shared.act import Interaction
from flows.acts.teams.teams import Where
from flows.ports import Repositories


@dataclass(frozen=True)
class Files:
    """Files to be made from what is stored, with what stands beside them."""

    make: Callable[[Repositories], tuple[Attachment, ...]]
    comment: str


def handle_export(front: Front, inbound: Inbound, words: str) -> Message | None:
    """What can be exported here, or the export that was named."""
    if not words:
        offer = front.once(Doing.EXPORT, inbound, lambda it: offer_exports(it, place_of(inbound)))
        return export_offer(offer) if offer else None
    handler, _ = handler_of(words, "/rung export", EXPORT_WORDS)
    handler(front, inbound)
    return None


def export_mine(front: Front, inbound: Inbound, what: str = Doing.EXPORT) -> None:
    """One's own answers."""

    def mine(interaction: Interaction) -> Files:
        person = interaction.claim_person()
        return Files(lambda it: answer_files(own_answers(it, person)), export_comment(ExportKind.MINE))

    send_files(front, inbound, front.once(what, inbound, mine))


def export_of_team(front: Front, inbound: Inbound, what: str = Doing.EXPORT_TEAM, where: Where | None = None) -> None:
    """A team's results."""
    found = front.once_for_team(what, inbound, where or place_of(inbound), lambda _, team: team)
    if found:
        name, comment = f"{file_name(found.name)}-results", export_comment(ExportKind.TEAM, found.name)
        send_files(front, inbound, Files(lambda it: result_files(export_team(it, found), name), comment))


def export_all(front: Front, inbound: Inbound, what: str = Doing.EXPORT_WORKSPACE) -> None:
    """All teams' results."""

    def everything(interaction: Interaction) -> Files:
        workspace_id = interaction.claim_person().workspace_id
        comment = export_comment(ExportKind.WORKSPACE)
        return Files(lambda it: result_files(export_workspace(it, workspace_id), "rung-results"), comment)

    send_files(front, inbound, front.once(what, inbound, everything))


def send_files(front: Front, inbound: Inbound, files: Files | None) -> None:
    """Put files into the direct messages, and say so where the person is."""
    if files is None:
        return

    def upload() -> None:
        with front.desk.database.reading() as repositories:
            made = files.make(repositories)
        person = front.desk.act(inbound.acting, Interaction.claim_person)
        channel = reachable(front.desk, front.gateway, person).dm_channel_id or ""
        try:
            front.gateway.upload(channel, made, files.comment)
        except PermanentSlackError as error:
            front.presenter.answer(export_refused(error.code), inbound)
            return
        front.desk.act(inbound.acting, posted_below)
        front.answer(export_done(made), inbound)  # on its own: what is tried again must not upload again

    front.reply(inbound, upload)


def _pressed_team(front: Front, pressed: Pressed) -> None:
    export_of_team(front, pressed.inbound, pressed.action, Where(team_id=pressed.handle.id))


EXPORT_WORDS: dict[str, Callable[[Front, Inbound], None]] = {
    ExportKind.MINE: export_mine,
    ExportKind.TEAM: export_of_team,
    ExportKind.WORKSPACE: export_all,
}
EXPORT_HANDLERS: dict[str, Callable[[Front, Pressed], None]] = {
    ActionId.EXPORT_MINE: lambda front, pressed: export_mine(front, pressed.inbound, pressed.action),
    ActionId.EXPORT_TEAM: _pressed_team,
    ActionId.EXPORT_WORKSPACE: lambda front, pressed: export_all(front, pressed.inbound, pressed.action),
}
