"""What owners do with a check-in, close it, discuss it, publish it, or cancel it, and what the clock publishes."""

from collections.abc import Callable
from dataclasses import replace

from flows.acts.results.level_change import LevelChange, level_change
from flows.acts.results.new_standings import keep_result
from flows.acts.results.team_result import last_published, result_with_sides, turnout_of
from flows.acts.shared.act import Act
from flows.acts.shared.check_in_transitions import message_key, move_on, retire_previews
from flows.acts.shared.usual_schedule import next_on
from flows.check_ins.check_in import Agreed, CheckIn, CheckInEvent, CheckInStatus, after
from flows.deliveries.kinds import DeliveryKind
from flows.errors import RefusedError
from flows.exports.documents import DOES_NOT_APPLY
from flows.maturity.answer import Answer
from flows.results.causes_of_change import CheckInSide, causes_of

# Puts a change into the words that the channel reads: the summary, and what stands in its thread, each as JSON.
WriteSummary = Callable[[LevelChange], tuple[str, str]]


def close(act: Act, check_in: CheckIn) -> CheckIn:
    """Close a locked check-in before its deadline, if enough people have answered."""
    turnout = turnout_of(act.repositories, check_in)
    if check_in.is_open and not turnout.is_enough:
        raise RefusedError(
            f"{turnout.answered} of {turnout.asked} have answered, and {turnout.needed} are needed for a team's "
            "result. It stays open."
        )
    return move_on(act, check_in, CheckInEvent.CLOSED_BY_OWNER)


def cancel(act: Act, check_in: CheckIn) -> CheckIn:
    """End a locked check-in without a result; what was answered is kept for the people who said it."""
    return move_on(act, check_in, CheckInEvent.CANCELLED)


def discuss(act: Act, check_in: CheckIn) -> CheckIn:
    """Give the team a few days to talk before a locked check-in is published."""
    moved = move_on(act, check_in, CheckInEvent.DISCUSSED)
    act.send(message_key(moved, DeliveryKind.DISCUSSION, moved.channel_id))
    return moved


def agree(act: Act, check_in: CheckIn, practice: str, said: str) -> CheckIn:
    """Record what the team agreed on for one practice of a locked check-in: an answer, or that it does not apply."""
    if practice not in act.at(check_in).maturity.catalogue.by_id or said not in {*Answer, DOES_NOT_APPLY}:
        raise RefusedError("That choice is from an older preview. Nothing was recorded; please choose again.")
    if check_in.publish_at is None or not check_in.status.is_running:
        raise RefusedError(f"{check_in.team_name}'s check-in for {check_in.period} is over. Nothing was recorded.")
    answer = None if said == DOES_NOT_APPLY else Answer(said)
    agreed = Agreed(practice, answer, act.lock_person().id, act.now)
    act.repositories.check_ins.agree(check_in.id, agreed)
    return check_in


def choose_channel(act: Act, check_in: CheckIn, channel_id: str | None) -> CheckIn:
    """Have the result of a locked check-in that is not published yet go to another channel."""
    if check_in.status is not CheckInStatus.IN_REVIEW or channel_id is None:
        raise RefusedError(f"{check_in.team_name}'s result for {check_in.period} is not waiting to be published.")
    chosen = replace(check_in, published_in=channel_id)
    act.repositories.check_ins.save(check_in, chosen)
    return chosen


def publish(act: Act, check_in: CheckIn, write: WriteSummary) -> CheckIn:
    """Publish the result of a locked check-in: once, however often owners and the clock say so."""
    change = _change_to(act, check_in)
    published = change.now.check_in
    act.repositories.check_ins.save(check_in, published)
    keep_result(act.repositories, change.now, change.before, act.now)
    channel_id = published.summary_channel
    summary, details = write(change)
    act.send(message_key(published, DeliveryKind.SUMMARY, channel_id), payload=summary)
    act.send(message_key(published, DeliveryKind.SUMMARY_DETAILS, channel_id), payload=details)
    retire_previews(act, check_in)
    return published


def _change_to(act: Act, check_in: CheckIn) -> LevelChange:
    """The change from the team's last published result to that of a check-in, as it is once that is published.

    Causes are worked out now and kept: what people's answers were to each other is not to be read again later. Of a
    result that was imported nobody knows who had said what.
    """
    result, now = result_with_sides(act.repositories, check_in)
    published = after(check_in, CheckInEvent.PUBLISHED, act.now)
    before, same_people = None, None
    earlier = last_published(act.repositories, check_in.team_id, before=check_in.opened_at)
    if earlier:
        before, old = result_with_sides(act.repositories, earlier)
        same_people = _same_people(earlier, old, check_in, now)
        if old.sheets:
            causes = tuple((str(cause), levels) for cause, levels in causes_of(old, now))
            published = replace(published, causes=causes)
    change = level_change(replace(result, check_in=published), before, same_people, published.causes)
    return replace(change, next_on=next_on(act, check_in.team_id))


def publish_if_due(act: Act, check_in: CheckIn, write: WriteSummary) -> CheckIn:
    """Publish the result of a locked check-in whose owners had time to look at it."""
    if check_in.status is CheckInStatus.IN_REVIEW and check_in.publish_at and check_in.publish_at <= act.now:
        return publish(act, check_in, write)
    return check_in


def _same_people(earlier: CheckIn, old: CheckInSide, check_in: CheckIn, now: CheckInSide) -> int | None:
    """How many people have answered all, if it is they who did last time; else None."""
    is_same = old.sheets.keys() == now.sheets.keys() and len(now.sheets) == check_in.answered == earlier.answered
    return len(now.sheets) if is_same else None
