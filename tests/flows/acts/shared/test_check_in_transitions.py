"""What a check-in's next state brings with it: which answers count, who hears of it, and which buttons go."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.acts.check_ins.take_part import decline
from flows.acts.shared.check_in_transitions import answering, message_key, move_on, note_answered, retire_nudges
from flows.assessment.assessment import Length
from flows.check_ins.check_in import CheckIn, CheckInEvent, CheckInStatus
from flows.deliveries.delivery import Delivery, DeliveryKey
from flows.deliveries.kinds import DeliveryKind
from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from flows.teams.team import Team, with_owners
from tests.support.acts import Acts
from tests.support.arrivals import arrived, change_person, nudge_to, person_of, planned

MATURITY = load_maturity()
PEOPLE = ("U1", "U2", "U3")
MONDAY = datetime(2026, 12, 14, 8, tzinfo=UTC)


@pytest.fixture
def acts(database) -> Acts:
    acts = Acts(database, MATURITY)
    acts.now = MONDAY
    return acts


@pytest.fixture
def team(acts) -> Team:
    return acts.found("Fraud", PEOPLE)


@pytest.fixture
def check_in(acts, team) -> CheckIn:
    return acts.begin(team)


def kept(acts: Acts, check_in: CheckIn) -> CheckIn:
    return acts.reading(lambda repositories: repositories.check_ins.get(check_in.id))


def ids(acts: Acts, *people: str) -> list[str]:
    return [person_of(acts, each).id for each in people]


def message(acts: Acts, check_in: CheckIn, kind: DeliveryKind, who: str) -> Delivery | None:
    key = message_key(check_in, kind, person_of(acts, who).id)
    return acts.reading(lambda repositories: repositories.deliveries.find(key))


def move(acts: Acts, check_in: CheckIn, event: CheckInEvent) -> CheckIn:
    found = kept(acts, check_in)
    moved = acts.run("U1", lambda act: move_on(act, found, event))
    assert kept(acts, check_in) == moved
    return moved


def noted(acts: Acts, check_in: CheckIn) -> CheckIn:
    found = kept(acts, check_in)
    after = acts.run("U1", lambda act: note_answered(act, found))
    assert kept(acts, check_in) == after
    return after


def previewed(acts: Acts) -> list[str]:
    """Those to whom a preview is on its way."""
    return [each for each in PEOPLE if planned(acts, person_of(acts, each).id, DeliveryKind.PREVIEW)]


def is_over(acts: Acts, check_in: CheckIn, kind: DeliveryKind) -> list[str]:
    """Those whose message of a kind is to lose its buttons."""
    messages = {who: message(acts, check_in, kind, who) for who in PEOPLE}
    return [who for who, each in messages.items() if each and each.is_over]


def finish(acts: Acts, check_in: CheckIn, who: str) -> None:
    """Have somebody's answers be all there, without the check-in being told."""
    acts.join(who, check_in, Length.QUICK)
    found = acts.reading(lambda repositories: repositories.assessments.find_in_check_in(check_in.id, *ids(acts, who)))
    acts.run(who, lambda act: act.repositories.assessments.save(found, replace(found, finished_at=acts.now)))


def test_each_gets_one_message_of_a_kind_in_a_check_in(check_in):
    key = message_key(check_in, DeliveryKind.INVITATION, "p1")
    assert key == DeliveryKey("T1", DeliveryKind.INVITATION, check_in.id, "p1", "first")


def test_who_says_something_after_all_is_waited_for_again(acts, check_in):
    acts.run("U2", lambda act: decline(act, check_in.id))
    acts.run("U3", lambda act: decline(act, check_in.id))
    found = kept(acts, check_in)
    one, two, three = ids(acts, *PEOPLE)
    again = acts.run("U2", lambda act: answering(act, found, two))
    assert again.declined == kept(acts, check_in).declined == {three}
    assert acts.run("U1", lambda act: answering(act, again, one)) is again


def test_a_check_in_closes_with_the_last_answer_that_it_waits_for(acts, check_in):
    finish(acts, check_in, "U1")
    acts.run("U2", lambda act: decline(act, check_in.id))
    assert noted(acts, check_in).is_open
    finish(acts, check_in, "U3")
    closed = noted(acts, check_in)
    assert (closed.status, closed.answered, closed.closed_at) == (CheckInStatus.IN_REVIEW, 2, acts.now)


def test_it_stays_open_when_nobody_is_left_but_too_few_have_answered(acts, check_in):
    finish(acts, check_in, "U1")
    for who in ("U2", "U3"):
        acts.run(who, lambda act: decline(act, check_in.id))
    assert noted(acts, check_in).is_open


def test_an_answer_makes_the_card_in_the_channel_stale_while_it_is_open(acts, check_in):
    def is_stale() -> bool:
        return acts.reading(
            lambda repositories: repositories.check_ins.has_stale_card("T1", acts.now + timedelta(hours=1))
        )

    (card,) = planned(acts, check_in.channel_id, DeliveryKind.CHECK_IN_CARD)
    arrived(acts, card, acts.now)
    assert not is_stale()
    noted(acts, check_in)
    assert is_stale()
    for who in PEOPLE:
        finish(acts, check_in, who)
    closed = move(acts, check_in, CheckInEvent.CLOSED_BY_OWNER)
    acts.run("U1", lambda act: act.repositories.check_ins.note_card(check_in.id, acts.now, is_stale=False))
    assert noted(acts, check_in) == closed
    assert not is_stale()


@pytest.mark.parametrize(
    "event",
    [CheckInEvent.ALL_ANSWERED, CheckInEvent.CLOSED_BY_OWNER, CheckInEvent.DEADLINE, CheckInEvent.CANCELLED],
)
def test_what_is_said_after_it_has_closed_does_not_count(acts, check_in, event):
    begun = acts.answer("U1", acts.join("U1", check_in, Length.QUICK), Answer.NO)
    finish(acts, check_in, "U2")
    assert move(acts, check_in, event).answered == 1
    acts.answer("U1", begun, Answer.YES)
    counted = acts.reading(lambda repositories: repositories.assessments.list_counted(check_in.id))
    assert [len(each.entries) for each in counted] == [1]


def test_how_many_have_answered_is_how_many_had_when_it_closed(acts, check_in):
    finish(acts, check_in, "U1")
    move(acts, check_in, CheckInEvent.CLOSED_BY_OWNER)
    finish(acts, check_in, "U2")
    assert move(acts, check_in, CheckInEvent.PUBLISHED).answered == 1


def test_a_first_deadline_with_too_few_answers_leaves_all_as_it_is(acts, check_in):
    begun = acts.join("U1", check_in, Length.QUICK)
    extended = move(acts, check_in, CheckInEvent.FIRST_DEADLINE)
    assert (extended.is_open, extended.answered, previewed(acts)) == (True, None, [])
    acts.answer("U1", begun, Answer.YES)
    assert [
        len(each.entries)
        for each in acts.reading(lambda repositories: repositories.assessments.list_counted(check_in.id))
    ] == [1]
    assert is_over(acts, check_in, DeliveryKind.INVITATION) == ["U1"]  # who has begun
    assert planned(acts, check_in.channel_id, DeliveryKind.INCOMPLETE) == []


def test_the_channel_hears_that_too_few_have_answered_and_no_owner_is_asked_to_look(acts, check_in):
    move(acts, check_in, CheckInEvent.LAST_DEADLINE)
    (told,) = planned(acts, check_in.channel_id, DeliveryKind.INCOMPLETE)
    assert (told.key, told.due_at) == (
        message_key(check_in, DeliveryKind.INCOMPLETE, check_in.channel_id),
        acts.now,
    )
    assert previewed(acts) == []


def test_owners_who_are_still_there_look_at_it_first_and_once(acts, team):
    owners = with_owners(team, tuple(ids(acts, *PEOPLE[:2])))
    acts.run("U1", lambda act: act.repositories.teams.save(team, owners))
    check_in = acts.begin(owners)
    change_person(acts, "U2", is_gone=True)
    move(acts, check_in, CheckInEvent.DEADLINE)
    assert previewed(acts) == ["U1"]
    (preview,) = planned(acts, person_of(acts, "U1").id, DeliveryKind.PREVIEW)
    arrived(acts, preview, acts.now)
    change_person(acts, "U2", is_gone=False)
    move(acts, check_in, CheckInEvent.DISCUSSED)
    assert previewed(acts) == []


@pytest.mark.parametrize(
    ("event", "over"),
    [(None, False), (CheckInEvent.DISCUSSED, False), (CheckInEvent.PUBLISHED, True), (CheckInEvent.CANCELLED, True)],
)
def test_previews_lose_their_buttons_when_it_has_ended(acts, check_in, event, over):
    move(acts, check_in, CheckInEvent.DEADLINE)
    if event:
        move(acts, check_in, event)
    assert is_over(acts, check_in, DeliveryKind.PREVIEW) == (["U1"] if over else [])


def test_a_check_in_that_is_cancelled_while_it_is_open_brings_no_news(acts, check_in):
    cancelled = move(acts, check_in, CheckInEvent.CANCELLED)
    assert (cancelled.status, previewed(acts)) == (CheckInStatus.CANCELLED, [])
    assert planned(acts, check_in.channel_id, DeliveryKind.INCOMPLETE) == []


def test_invitations_that_nobody_has_taken_up_lose_their_buttons(acts, check_in):
    acts.run("U2", lambda act: decline(act, check_in.id))  # whose invitation has changed already
    acts.join("U1", check_in, Length.QUICK)
    answered = message(acts, check_in, DeliveryKind.INVITATION, "U1")
    acts.run("U1", lambda act: act.repositories.deliveries.note_retired(answered.id))
    move(acts, check_in, CheckInEvent.DEADLINE)
    assert is_over(acts, check_in, DeliveryKind.INVITATION) == ["U3"]
    left = message(acts, check_in, DeliveryKind.INVITATION, "U3")
    acts.run("U1", lambda act: act.repositories.deliveries.note_retired(left.id))
    move(acts, check_in, CheckInEvent.PUBLISHED)
    assert is_over(acts, check_in, DeliveryKind.INVITATION) == []


def retired(acts: Acts, nudges: dict[str, Delivery]) -> list[str]:
    found = acts.reading(
        lambda repositories: {name: repositories.deliveries.get(each.id) for name, each in nudges.items()}
    )
    return [name for name, each in found.items() if each.is_over]


def test_reminders_since_it_began_show_what_still_waits(acts, check_in):
    acts.found("Ads", ("U4",))
    days = {"U1": -1, "U2": 2, "U3": 2, "U4": 2}  # U1 got it before, and U4 is not asked
    moments = {who: MONDAY + timedelta(days=each) for who, each in days.items()}
    nudges = {who: arrived(acts, nudge_to(acts, who, at), at) for who, at in moments.items()}
    assert retired(acts, nudges) == []
    move(acts, check_in, CheckInEvent.FIRST_DEADLINE)
    assert retired(acts, nudges) == []
    acts.run("U1", lambda act: retire_nudges(act, check_in, ids(acts, "U2")))
    assert retired(acts, nudges) == ["U2"]
    move(acts, check_in, CheckInEvent.DEADLINE)
    assert retired(acts, nudges) == ["U2", "U3"]
