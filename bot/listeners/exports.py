"""`/rung export …`: results and answers as files."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.listeners.listening import Listening, Route, rendered
from bot.listeners.roles import ADMINS, DECIDING, HERE
from bot.messages.exports import ExportKind, export_comment, export_done, export_offer, export_refused
from bot.sending.recipients import reachable
from bot.slack.attachments import Attachment, answer_files, file_name, result_files
from bot.slack.blocks import Message
from bot.slack.errors import PermanentSlackError
from bot.slack.ids import ActionId
from bot.slack.inbound import Command, Inbound
from bot.slack.names import answers_with_names
from flows.acts.assessment.turn import posted_below
from flows.acts.exports.export import export_team, export_workspace, offer_exports, own_answers
from flows.acts.shared.act import Act


@dataclass(frozen=True)
class Files:
    """Files to be made once the request is acknowledged, with what stands beside them."""

    make: Callable[[], tuple[Attachment, ...]]
    comment: str


def handle_offer(listening: Listening, command: Command) -> Message | None:
    """What can be exported here."""
    return rendered(listening.once(command, lambda act: offer_exports(act, command.place)), export_offer)


def handle_mine(listening: Listening, inbound: Inbound) -> None:
    """The person's own answers."""
    person = listening.once(inbound, Act.lock_person)
    if person:

        def make() -> tuple[Attachment, ...]:
            answers = listening.runner.read(inbound.actor, lambda act: own_answers(act.repositories, person))
            return answer_files(answers_with_names(answers, listening.gateway))

        send_files(listening, inbound, Files(make, export_comment(ExportKind.MINE)))


def handle_team(listening: Listening, inbound: Inbound) -> None:
    """A team's results."""
    team = listening.once_for_team(inbound, lambda _, team: team)
    if team:
        name, read = f"{file_name(team.name)}-results", lambda act: export_team(act.repositories, team)
        make = lambda: result_files(listening.runner.read(inbound.actor, read), name)  # noqa: E731 - used once
        send_files(listening, inbound, Files(make, export_comment(ExportKind.TEAM)))


def handle_workspace(listening: Listening, inbound: Inbound) -> None:
    """All teams' results."""
    person = listening.once(inbound, Act.lock_person)
    if person:

        def make() -> tuple[Attachment, ...]:
            read = listening.runner.read
            export = read(inbound.actor, lambda act: export_workspace(act.repositories, person.workspace_id))
            return result_files(export, "rung-results")

        send_files(listening, inbound, Files(make, export_comment(ExportKind.WORKSPACE)))


def send_files(listening: Listening, inbound: Inbound, files: Files) -> None:
    """Put files into the direct messages, and say so where the person is."""

    def upload() -> None:
        made = files.make()
        person = listening.runner.run(inbound.actor, Act.lock_person)
        channel = reachable(listening.runner, listening.gateway, person).dm_channel_id or ""
        try:
            listening.gateway.upload(channel, made, files.comment)
        except PermanentSlackError as error:
            listening.answer(export_refused(error.code), inbound)
            return
        listening.runner.run(inbound.actor, posted_below)
        listening.answer(export_done(made), inbound)  # on its own: what is tried again must not upload again

    listening.work(inbound, upload)


ROUTES = (
    Route("/rung export", HERE, handle_offer),
    Route("/rung export mine", HERE, handle_mine),
    Route(ActionId.EXPORT_MINE, HERE, handle_mine),
    Route("/rung export team", DECIDING, handle_team),
    Route(ActionId.EXPORT_TEAM, DECIDING, handle_team),
    Route("/rung export workspace", ADMINS, handle_workspace),
    Route(ActionId.EXPORT_WORKSPACE, ADMINS, handle_workspace),
)
