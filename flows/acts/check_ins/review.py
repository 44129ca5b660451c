"""What owners and the clock do with a check-in: close it, discuss it, publish it, or cancel it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from flows.acts.results.level_change import LevelChange, level_change
from flows.acts.results.new_standings import keep_standings
from flows.acts.results.team_result import last_published, result_and_side, turnout_of
from flows.acts.shared.check_in_moves import message_key, move_on, retire_previews
from flows.acts.shared.usual_schedule import next_on
from flows.calendar.working_days import day_of, working_day_from, working_days_after
from flows.check_ins.causes_of_change import Side, causes_of
from flows.check_ins.check_in import CheckIn, CheckInEvent, CheckInStatus, after, at_deadline, extended_for
from flows.deliveries.delivery import DeliveryKind, new_delivery
from flows.errors import RefusedError
from flows.ports import PlacedOn, Repositories

MOST_AWAY = 20  # working days that a check-in waits for people who are away

# Puts a change into the words that the channel reads: the summary, and what stands in its thread, each as JSON.
WriteSummary = Callable[[LevelChange], tuple[str, str]]


@dataclass(frozen=True)
class Closing:
    """One step in the life of check-ins, within one transaction; `new_id` makes ids for new rows."""

    repositories: Repositories
    now: datetime
    new_id: Callable[[], str]
    write: WriteSummary


def close(closing: Closing, check_in: CheckIn) -> CheckIn:
    """Close a locked check-in before its deadline, if enough people have answered."""
    turnout = turnout_of(closing.repositories, check_in)
    if check_in.is_open and not turnout.is_enough:
        raise RefusedError(
            f"{turnout.answered} of {turnout.asked} have answered, and {turnout.needed} are needed for a team's "
            "result. It stays open."
        )
    return _moved(closing, check_in, CheckInEvent.CLOSED_BY_OWNER)


def cancel(closing: Closing, check_in: CheckIn) -> CheckIn:
    """End a locked check-in without a result; what was answered is kept for the people who said it."""
    return _moved(closing, check_in, CheckInEvent.CANCELLED)


def discuss(closing: Closing, check_in: CheckIn) -> CheckIn:
    """Give the team a few days to talk before a locked check-in is published."""
    moved = _moved(closing, check_in, CheckInEvent.DISCUSSED)
    _send(closing, moved, DeliveryKind.DISCUSSION, moved.channel_id)
    return moved


def choose_channel(closing: Closing, check_in: CheckIn, channel_id: str | None) -> CheckIn:
    """Have the result of a locked check-in that is not published yet go to another channel."""
    if check_in.status is not CheckInStatus.SETTLING or channel_id is None:
        raise RefusedError(f"{check_in.team_name}'s result for {check_in.period} is not waiting to be published.")
    chosen = replace(check_in, published_in=channel_id)
    closing.repositories.check_ins.save(check_in, chosen)
    return chosen


def publish(closing: Closing, check_in: CheckIn) -> CheckIn:
    """Publish a locked check-in: once, whoever says so and however often."""
    repositories = closing.repositories
    result, now = result_and_side(repositories, check_in)
    earlier = last_published(repositories, check_in.team_id, before=check_in.opened_at)
    before, old = result_and_side(repositories, earlier) if earlier else (None, None)
    # Worked out now and kept: what people's answers were to each other is not to be read again later. Of a result that
    # was imported nobody knows who had said what.
    causes = tuple((str(cause), levels) for cause, levels in causes_of(old, now)) if old and old.sheets else ()
    same = _same_people(earlier, old, check_in, now) if earlier and old else None
    published = replace(after(check_in, CheckInEvent.PUBLISHED, closing.now), causes=causes)
    repositories.check_ins.save(check_in, published)
    repositories.placements.add(
        PlacedOn(check_in_id=check_in.id),
        result.result.placements,
        catalogue_hash=check_in.catalogue_hash,
        now=closing.now,
    )
    keep_standings(repositories, replace(result, check_in=published), before)
    change = level_change(replace(result, check_in=published), before, same, causes)
    change = replace(change, next_on=next_on(repositories, check_in.team_id))
    summary, details = closing.write(change)
    _send(closing, published, DeliveryKind.SUMMARY, published.summary_channel, summary)
    _send(closing, published, DeliveryKind.SUMMARY_DETAILS, published.summary_channel, details)
    retire_previews(repositories, check_in)
    return published


def do_what_is_due(closing: Closing, check_in: CheckIn) -> CheckIn:
    """Meet the deadline of a locked check-in, or publish it; another process may have just done so."""
    is_settling = check_in.status is CheckInStatus.SETTLING
    due_at = check_in.publish_at if is_settling else check_in.closes_at
    if not check_in.status.is_running or due_at is None or due_at > closing.now:
        return check_in
    if is_settling:
        return publish(closing, check_in)
    away = days_most_were_away(closing.repositories, check_in)
    if away > check_in.away_days:
        extended = extended_for(check_in, away)
        closing.repositories.check_ins.save(check_in, extended)
        return extended
    return _moved(closing, check_in, at_deadline(check_in, turnout_of(closing.repositories, check_in)))


def days_most_were_away(repositories: Repositories, check_in: CheckIn) -> int:
    """On how many working days of the time that a check-in was open most of those asked were away."""
    absences = repositories.absences.list_of(check_in.roster, check_in.asks_on)
    day, away = working_day_from(check_in.asks_on, check_in.time_zone), 0
    while day <= day_of(check_in.closes_at, check_in.time_zone):
        gone = {each.person_id for each in absences if each.covers(day)}
        away += 2 * len(gone) > len(check_in.roster)
        day = working_days_after(day, 1, check_in.time_zone)
    return min(away, MOST_AWAY)


def _moved(closing: Closing, check_in: CheckIn, event: CheckInEvent) -> CheckIn:
    return move_on(closing.repositories, check_in, event, closing.now, closing.new_id)


def _same_people(earlier: CheckIn, old: Side, check_in: CheckIn, now: Side) -> int | None:
    """How many have answered all, if they are those who did last time."""
    is_same = old.sheets.keys() == now.sheets.keys() and len(now.sheets) == check_in.answered == earlier.answered
    return len(now.sheets) if is_same else None


def _send(closing: Closing, check_in: CheckIn, kind: DeliveryKind, channel_id: str, payload: str | None = None) -> None:
    key = message_key(check_in, kind, channel_id)
    closing.repositories.deliveries.add(new_delivery(closing.new_id(), key, closing.now, payload=payload))
