"""What a check-in's next state brings with it: answers stop counting, and messages leave."""

from collections.abc import Collection
from dataclasses import replace

from flows.acts.shared.act import Act
from flows.check_ins.check_in import CheckIn, CheckInEvent, CheckInStatus, after, joined_again
from flows.deliveries.delivery import DeliveryKey, new_delivery
from flows.deliveries.kinds import DeliveryKind
from flows.ports import Repositories


def message_key(check_in: CheckIn, kind: DeliveryKind, recipient: str) -> DeliveryKey:
    """What makes a message of a check-in the same message: each person and channel gets one of a kind."""
    return DeliveryKey(check_in.workspace_id, kind, check_in.id, recipient, "first")


def answering(act: Act, check_in: CheckIn, person_id: str) -> CheckIn:
    """Somebody says something in a locked check-in that is open: a "not this time" of theirs is over."""
    if person_id not in check_in.declined:
        return check_in
    again = joined_again(check_in, person_id)
    act.repositories.check_ins.save(check_in, again)
    return again


def note_answered(act: Act, check_in: CheckIn) -> CheckIn:
    """Somebody has answered all, or will not: a locked check-in for which nobody is waited any more closes."""
    if not check_in.is_open:
        return check_in
    act.repositories.check_ins.note_card(check_in.id, act.now, is_stale=True)
    turnout = check_in.turnout(act.repositories.assessments.count_finished(check_in.id))
    if not turnout.is_complete:
        return check_in
    return move_on(act, check_in, CheckInEvent.ALL_ANSWERED)


def move_on(act: Act, check_in: CheckIn, event: CheckInEvent) -> CheckIn:
    """Let something happen to a locked check-in."""
    repositories, moved = act.repositories, after(check_in, event, act.now)
    if check_in.is_open and not moved.is_open:
        moved = replace(moved, answered=repositories.assessments.count_finished(check_in.id))
        repositories.assessments.freeze(check_in.id)
    repositories.check_ins.save(check_in, moved)
    for kind, recipient in _news(repositories, moved, event):
        repositories.deliveries.add(new_delivery(act.new_id(), message_key(moved, kind, recipient), act.now))
    _retire(act, check_in, moved)
    return moved


def retire_nudges(act: Act, check_in: CheckIn, people: Collection[str]) -> None:
    """Have reminders show what still waits, because a check-in does not any more."""
    subject, since = check_in.workspace_id, check_in.opened_at
    act.repositories.deliveries.mark_over(subject, DeliveryKind.NUDGE, people, since)


def _retire(act: Act, before: CheckIn, moved: CheckIn) -> None:
    """Let messages lose buttons that are of no use any more; after all lanes are locked, as whoever sends does."""
    if before.is_open and not moved.is_open:
        begun = set(act.repositories.assessments.list_begun(before.id))
        unanswered = set(before.roster) - before.declined - begun  # the other invitations are retired already
        act.repositories.deliveries.mark_over(before.id, DeliveryKind.INVITATION, unanswered)
        retire_nudges(act, before, before.roster)
    if before.status is CheckInStatus.IN_REVIEW and not moved.status.is_running:
        retire_previews(act, before)


def retire_previews(act: Act, check_in: CheckIn) -> None:
    """Let owners' previews lose their buttons."""
    team = act.repositories.teams.find(check_in.team_id)
    act.repositories.deliveries.mark_over(check_in.id, DeliveryKind.PREVIEW, team.owners if team else ())


def _news(repositories: Repositories, check_in: CheckIn, event: CheckInEvent) -> list[tuple[DeliveryKind, str]]:
    """Which messages a change brings, and to whom: people by our id, channels by Slack's."""
    if event is CheckInEvent.LAST_DEADLINE:
        return [(DeliveryKind.INCOMPLETE, check_in.channel_id)]
    if check_in.status is not CheckInStatus.IN_REVIEW or event is CheckInEvent.DISCUSSED:
        return []
    team = repositories.teams.find(check_in.team_id)
    owners = repositories.people.list_by_id(team.owners if team else ())
    return [(DeliveryKind.PREVIEW, each.id) for each in owners if not each.is_gone]
