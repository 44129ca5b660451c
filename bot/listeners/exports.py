"""`/rung export …`: results and answers as files."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.listeners.listening import Listening
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
from flows.acts.assessment.turn import posted_below
from flows.acts.exports.export import export_team, export_workspace, offer_exports, own_answers
from flows.acts.shared.act import Act
from flows.acts.teams.teams import Where


@dataclass(frozen=True)
class Files:
    """Files to be made from what is stored, with what stands beside them."""

    make: Callable[[Act], tuple[Attachment, ...]]
    comment: str


def handle_export(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """What can be exported here, or the export that was named."""
    if not words:
        offer = listening.once(Doing.EXPORT, inbound, lambda act: offer_exports(act, place_of(inbound)))
        return export_offer(offer) if offer else None
    handler, _ = handler_of(words, "/rung export", EXPORT_WORDS)
    handler(listening, inbound)
    return None


def export_mine(listening: Listening, inbound: Inbound, what: str = Doing.EXPORT) -> None:
    """One's own answers."""

    def mine(act: Act) -> Files:
        person = act.lock_person()
        return Files(lambda act: answer_files(own_answers(act.repositories, person)), export_comment(ExportKind.MINE))

    send_files(listening, inbound, listening.once(what, inbound, mine))


def export_of_team(
    listening: Listening, inbound: Inbound, what: str = Doing.EXPORT_TEAM, where: Where | None = None
) -> None:
    """A team's results."""
    found = listening.once_for_team(what, inbound, where or place_of(inbound), lambda _, team: team)
    if found:
        name, comment = f"{file_name(found.name)}-results", export_comment(ExportKind.TEAM, found.name)
        send_files(
            listening, inbound, Files(lambda act: result_files(export_team(act.repositories, found), name), comment)
        )


def export_all(listening: Listening, inbound: Inbound, what: str = Doing.EXPORT_WORKSPACE) -> None:
    """All teams' results."""

    def everything(act: Act) -> Files:
        workspace_id = act.lock_person().workspace_id
        comment = export_comment(ExportKind.WORKSPACE)
        return Files(
            lambda act: result_files(export_workspace(act.repositories, workspace_id), "rung-results"), comment
        )

    send_files(listening, inbound, listening.once(what, inbound, everything))


def send_files(listening: Listening, inbound: Inbound, files: Files | None) -> None:
    """Put files into the direct messages, and say so where the person is."""
    if files is None:
        return

    def upload() -> None:
        made = listening.runner.read(inbound.actor, files.make)
        person = listening.runner.run(inbound.actor, Act.lock_person)
        channel = reachable(listening.runner, listening.gateway, person).dm_channel_id or ""
        try:
            listening.gateway.upload(channel, made, files.comment)
        except PermanentSlackError as error:
            listening.presenter.answer(export_refused(error.code), inbound)
            return
        listening.runner.run(inbound.actor, posted_below)
        listening.answer(export_done(made), inbound)  # on its own: what is tried again must not upload again

    listening.reply(inbound, upload)


def _pressed_team(listening: Listening, pressed: Pressed) -> None:
    export_of_team(listening, pressed.inbound, pressed.action, Where(team_id=pressed.handle.id))


EXPORT_WORDS: dict[str, Callable[[Listening, Inbound], None]] = {
    ExportKind.MINE: export_mine,
    ExportKind.TEAM: export_of_team,
    ExportKind.WORKSPACE: export_all,
}
EXPORT_HANDLERS: dict[str, Callable[[Listening, Pressed], None]] = {
    ActionId.EXPORT_MINE: lambda listening, pressed: export_mine(listening, pressed.inbound, pressed.action),
    ActionId.EXPORT_TEAM: _pressed_team,
    ActionId.EXPORT_WORKSPACE: lambda listening, pressed: export_all(listening, pressed.inbound, pressed.action),
}
