"""What a check-in's next state brings with it: answers stop counting, and messages leave."""

from collections.abc import Collection
from dataclasses import replace

from flows.acts.shared.act import Act
from flows.check_ins.check_in import CheckIn, CheckInEvent, CheckInStatus, after, joined_again
from flows.deliveries.delivery import DeliveryKey
from flows.deliveries.kinds import DeliveryKind
from flows.ports import Repositories


def message_key(check_in: CheckIn, kind: DeliveryKind, recipient: str) -> DeliveryKey:
    """The key of a check-in's message to a person or channel, each of whom gets one of a kind."""
    return DeliveryKey(check_in.workspace_id, kind, check_in.id, recipient, "first")


def answering(act: Act, check_in: CheckIn, person_id: str) -> CheckIn:
    """A locked, open check-in in which a person says something: a "not this time" of theirs is over."""
    if person_id not in check_in.declined:
        return check_in
    again = joined_again(check_in, person_id)
    act.repositories.check_ins.save(check_in, again)
    return again


def note_answered(act: Act, check_in: CheckIn) -> CheckIn:
    """A locked check-in in which a person has answered all, or will not: if nobody else is waited for, it closes."""
    if not check_in.is_open:
        return check_in
    act.repositories.check_ins.note_card(check_in.id, act.now, is_stale=True)
    turnout = check_in.turnout(act.repositories.assessments.count_finished(check_in.id))
    if not turnout.is_complete:
        return check_in
    return move_on(act, check_in, CheckInEvent.ALL_ANSWERED)


def move_on(act: Act, check_in: CheckIn, event: CheckInEvent) -> CheckIn:
    """Move a locked check-in to the state that an event brings, and send what people have to know of it."""
    repositories, moved = act.repositories, after(check_in, event, act.now)
    if check_in.is_open and not moved.is_open:
        moved = replace(moved, answered=repositories.assessments.count_finished(check_in.id))
        repositories.assessments.freeze(check_in.id)
    repositories.check_ins.save(check_in, moved)
    _send_news(act, moved, event)
    _retire_messages(act, check_in, moved)
    return moved


def _send_news(act: Act, check_in: CheckIn, event: CheckInEvent) -> None:
    if event is CheckInEvent.LAST_DEADLINE:
        act.send(message_key(check_in, DeliveryKind.INCOMPLETE, check_in.channel_id))
    elif check_in.status is CheckInStatus.IN_REVIEW and event is not CheckInEvent.DISCUSSED:
        for owner_id in reachable_owners(act.repositories, check_in):
            act.send(message_key(check_in, DeliveryKind.PREVIEW, owner_id))


def _retire_messages(act: Act, before: CheckIn, moved: CheckIn) -> None:
    """Take away buttons that are of no use any more; after all lanes are locked, in which order senders lock too."""
    if before.is_open and not moved.is_open:
        begun = set(act.repositories.assessments.list_begun(before.id))
        unanswered = set(before.roster) - before.declined - begun  # the other invitations are retired already
        act.repositories.deliveries.mark_over(before.id, DeliveryKind.INVITATION, unanswered)
        retire_nudges(act, before, before.roster)
    if before.status is CheckInStatus.IN_REVIEW and not moved.status.is_running:
        retire_previews(act, before)


def retire_nudges(act: Act, check_in: CheckIn, people: Collection[str]) -> None:
    """Have reminders to these people show what still waits, because a check-in does not any more."""
    subject, since = check_in.workspace_id, check_in.opened_at
    act.repositories.deliveries.mark_over(subject, DeliveryKind.NUDGE, people, since)


def retire_previews(act: Act, check_in: CheckIn) -> None:
    """Take the buttons off the previews of a check-in's result that its team's owners have."""
    owners = owners_of(act.repositories, check_in)
    act.repositories.deliveries.mark_over(check_in.id, DeliveryKind.PREVIEW, owners)


def owners_of(repositories: Repositories, check_in: CheckIn) -> tuple[str, ...]:
    """The ids of the owners of a check-in's team; none once the team is gone."""
    team = repositories.teams.find(check_in.team_id)
    return team.owners if team else ()


def reachable_owners(repositories: Repositories, check_in: CheckIn) -> list[str]:
    """The ids of the owners of a check-in's team whom Slack can still reach."""
    owners = repositories.people.list_by_id(owners_of(repositories, check_in))
    return [owner.id for owner in owners if not owner.is_gone]
