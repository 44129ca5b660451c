"""A team that is asked by its schedule: chosen in a form or by typing, at a good hour for each, and reminded kindly."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from flows.deliveries.delivery import DeliveryStatus
from flows.deliveries.kinds import DeliveryKind
from tests.support.talk import Talk, elements_of, label_of
from tests.support.teamwork import Teamwork, direct, live_labels, press, team_of

OPENS = datetime(2027, 1, 12, 9, tzinfo=UTC)  # ten o'clock in Berlin


@pytest.fixture
def three(server) -> Teamwork:
    return team_of(server, 3, is_scheduled=True)


def sent(team: Teamwork, kind: DeliveryKind) -> int:
    with team.server.database.reading() as repositories:
        people = repositories.people.list_by_id(team.team.roster)
        return sum(repositories.deliveries.has_sent(kind, each.id, datetime(2026, 1, 1, tzinfo=UTC)) for each in people)


def test_a_quarter_asked_by_the_clock(three):
    """Invitation, reminders, summary with the next date, and the next quarter."""
    three.server.later(OPENS - timedelta(minutes=5))
    assert three.posts() == []
    three.server.later(OPENS)
    assert three.check_in.period == "Q1 2027"
    assert three.posts()[0].startswith("Fraud's MLOps check-in, Q1 2027: 0 of 3 have answered.")
    assert "It comes once a quarter." in three.people[1].last
    for each in three.people[:2]:
        three.answers(each, "Yes")
    three.server.later(datetime(2027, 1, 18, 9, tzinfo=UTC))  # a Monday; it closes on Tuesday
    reminders = direct(three.people[2], "closes tomorrow")
    assert len(reminders) == 1
    assert "Fraud's check-in closes tomorrow, Tuesday 19 January, 17:00 your time." in reminders[0]
    assert "This is the only reminder, and leaving it is fine." in reminders[0]
    assert not direct(three.people[0], "closes tomorrow")
    assert any(
        "2 of 3 have answered Fraud's check-in for Q1 2027. It closes on Tuesday" in each for each in three.posts()
    )
    three.answers(three.people[2], "Yes")
    assert direct(three.people[2], "Nothing here waits for you any more.")
    assert three.status == "in_review"
    three.pass_publication()
    assert three.posts()[-2].endswith("3 of 3 answered. Next check-in: Tuesday 13 April.")
    three.server.later(datetime(2027, 4, 13, 8, tzinfo=UTC))
    assert three.check_in.period == "Q2 2027"


def test_ticks_at_once_ask_once(three):
    three.server.clock.shift = OPENS - datetime.now(UTC)
    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(three.server.application.ticking.tick) for _ in range(4)]:
            each.result()
    three.server.tick()
    assert [len(direct(each, "check-in is open until")) for each in three.people] == [1, 1, 1]
    with three.server.database.reading() as repositories:
        assert len(repositories.check_ins.list_of(three.team.id)) == 1


def test_each_is_asked_at_their_own_hour_on_days_on_which_they_work(server):
    ids = {
        "auckland": server.slack.add_person("ml_engineer_0", tz="Pacific/Auckland"),
        "berlin": server.slack.add_person("ml_engineer_1", tz="Europe/Berlin"),
        "los_angeles": server.slack.add_person("ml_engineer_2", tz="America/Los_Angeles"),
        "riyadh": server.slack.add_person("ml_engineer_3", tz="Asia/Riyadh"),
    }
    channel = server.slack.add_channel("ml-fraud", members=list(ids.values()))
    people = {name: Talk(server, each, channel) for name, each in ids.items()}
    people["berlin"].command("/rung team new Fraud " + " ".join(f"<@{each}>" for each in ids.values()), channel)
    people["berlin"].command("/rung schedule last friday", channel)
    team = Teamwork(server, channel, [*people.values()])

    def invited_at(moment: datetime) -> set[str]:
        server.later(moment)
        return {name for name, each in people.items() if direct(each, "MLOps check-in is open until")}

    # Friday 29 January: ten in Auckland is the evening before in Berlin; in Riyadh Friday and Saturday are days off.
    assert invited_at(datetime(2027, 1, 28, 20, 55, tzinfo=UTC)) == set()
    assert invited_at(datetime(2027, 1, 28, 21, tzinfo=UTC)) == {"auckland"}
    assert team.posts() == []
    assert invited_at(datetime(2027, 1, 29, 9, tzinfo=UTC)) == {"auckland", "berlin"}
    assert len(team.posts()) == 1
    assert invited_at(datetime(2027, 1, 29, 18, tzinfo=UTC)) == {"auckland", "berlin", "los_angeles"}
    assert invited_at(datetime(2027, 1, 31, 6, tzinfo=UTC)) == {"auckland", "berlin", "los_angeles"}
    assert invited_at(datetime(2027, 1, 31, 7, tzinfo=UTC)) == set(people)


def test_the_form_and_typing_choose_the_same(three):
    owner = three.owner
    owner.command("/rung schedule")
    assert "Fraud is asked once a quarter, on the second Tuesday of its first month, at 10:00" in owner.whispered().text
    assert "• Tuesday 12 January 2027, for Q1 2027" in owner.whispered().text
    owner.press_whispered("Change")
    view = owner.slack.open_view(owner.person)
    assert view is not None
    assert "weekends and the holidays of" in str(view)
    chosen = {
        "every": "weeks",
        "day": "first friday",
        "hour": "9:30",
        "weeks": "6",
        "year": "april",
        "lasts": "3",
        "nudging": "normal",
        "reminds": "no",
    }
    owner.send_fields(chosen)
    formed = owner.whispered().text
    assert formed.startswith("Changed. This is how it stands.")
    assert "every 6 weeks, on a Friday, at 09:30 where each person is" in formed
    owner.command("/rung schedule quarterly second tuesday at 10:00 for 5 days nudges gentle reminder on year january")
    assert "• Tuesday 12 January 2027, for Q1 2027" in owner.whispered().text
    owner.command("/rung schedule every 6 weeks first friday at 9:30 year april for 3 nudges normal reminder off")
    assert owner.whispered().text == formed
    assert "Start the first one now" in [label_of(each) for each in elements_of(owner.whispered().blocks)]


def test_what_is_wrong_in_the_form_is_said_there(three):
    three.owner.command("/rung schedule")
    three.owner.press_whispered("Change")
    wrong = {"every": "rule", "day": "first friday", "hour": "noon", "year": "april", "lasts": "3", "nudging": "off"}
    _, answer = three.owner.send_fields({**wrong, "reminds": "no"})
    assert b"is no time of day" in answer


def test_pausing_moving_and_starting_now(three):
    owner = three.owner
    owner.command("/rung schedule move 2027-01-20")
    assert "• Wednesday 20 January 2027, for Q1 2027 (moved from Tuesday 12 January)" in owner.whispered().text
    owner.command("/rung schedule pause")
    assert "That is paused, and nothing is planned." in owner.whispered().text
    owner.press_whispered("Go on")
    assert "• Wednesday 20 January 2027" in owner.whispered().text
    owner.press_whispered("Start the first one now")
    assert three.check_in.period == "Q4 2026"
    owner.command("/rung schedule for 10 days")
    assert "The check-in under way goes on as it began" in owner.whispered().text
    owner.command("/rung check-in cancel")
    three.server.later(datetime(2027, 1, 20, 9, tzinfo=UTC))
    assert three.check_in.period == "Q1 2027"
    assert three.check_in.asks_on == date(2027, 1, 20)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("move 2026-01-01", "is not after today"),
        ("move soon", 'I do not know "soon" here'),
        ("move next week", '"next week" is more than one day'),
        ("quartely", 'did you mean "quarterly"'),
        ("rule FREQ=DAILY", "A rule has FREQ=WEEKLY"),
    ],
)
def test_rubbish_changes_nothing(three, words, answer):
    three.owner.command("/rung schedule")
    before = three.owner.whispered().text
    three.owner.command(f"/rung schedule {words}")
    assert answer in three.owner.whispers[-1]
    three.owner.command("/rung schedule")
    assert three.owner.whispered().text == before


def test_only_owners_change_it_and_everybody_sees_it(three):
    other = three.people[1]
    other.command("/rung schedule")
    assert "Fraud's owners decide that." in other.whispered().text
    assert elements_of(other.whispered().blocks) == []
    other.command("/rung schedule pause")
    assert "Fraud's owners decide that" in other.whispers[-1]
    with three.server.database.reading() as repositories:
        assert not repositories.schedules.find(three.team.id).is_paused


def test_a_check_in_by_hand_at_night_waits_for_the_others_morning(three):
    three.server.later(datetime(2026, 11, 20, 22, tzinfo=UTC))  # a Friday night
    three.start()
    assert direct(three.owner, "MLOps check-in is open until")
    assert not direct(three.people[1], "MLOps check-in is open until")
    three.server.later(datetime(2026, 11, 23, 8, 30, tzinfo=UTC))
    assert direct(three.people[1], "MLOps check-in is open until")


def test_nobody_is_reminded_after_not_this_time_or_when_it_has_closed(three):
    three.server.later(OPENS)
    press(three.people[1], "Not this time")
    press(three.people[2], "Stop asking me")
    three.answers(three.owner, "Yes")
    three.server.later(datetime(2027, 1, 18, 12, tzinfo=UTC))
    assert sent(three, DeliveryKind.NUDGE) == 0
    assert len(three.team.roster) == 2


def test_a_status_that_says_away_waits_for_another_day(three):
    away = three.people[1]
    three.server.slack.set_status(away.person, ":palm_tree:", "Vacationing")
    three.server.later(OPENS)
    assert not direct(away, "MLOps check-in is open until")
    assert direct(three.people[2], "MLOps check-in is open until")
    three.server.slack.set_status(away.person, "", "")
    three.server.later(OPENS + timedelta(days=1, minutes=1))
    assert direct(away, "MLOps check-in is open until")


def test_several_check_ins_are_one_reminder_that_shrinks(three):
    server = three.server
    second = server.slack.add_channel("ml-ranking", members=[each.person for each in three.people])
    others = " ".join(f"<@{each.person}>" for each in three.people)
    three.owner.command(f"/rung team new Ranking {others}", second)
    server.later(OPENS)
    server.later(datetime(2027, 1, 18, 9, tzinfo=UTC))
    person = three.people[1]
    found = direct(person, "closes tomorrow")
    assert len(found) == 1
    assert found[0].count("closes tomorrow") == 2
    press(person, "Answer for", "Fraud")
    server.tick()
    assert "Answer for" not in live_labels(person)
    assert direct(person, "Ranking's check-in closes tomorrow")
    assert not direct(person, "Fraud's check-in closes tomorrow")


def test_owners_hear_that_nobody_could_be_asked(three):
    for each in three.people:
        each.command("/rung team leave")
    three.server.later(OPENS)
    assert direct(three.owner, "Fraud's check-in was due, and I could not start it: nobody is on its list")
    with three.server.database.reading() as repositories:
        assert repositories.check_ins.list_of(three.team.id) == []


def test_messages_of_a_schedule_are_planned_once(three):
    three.server.later(OPENS)
    three.server.tick()
    with three.server.database.reading() as repositories:
        planned = repositories.deliveries.list_planned(three.team.workspace_id, three.team.roster)
    assert [each.key.kind for each in planned] == [DeliveryKind.NUDGE] * 3
    assert {each.status for each in planned} == {DeliveryStatus.PENDING}


def test_a_check_in_that_begins_late_is_open_for_as_long(three):
    three.server.later(datetime(2027, 1, 25, 9, 30, tzinfo=UTC))  # nobody served it for two weeks
    assert three.check_in.period == "Q1 2027"
    assert three.status == "open"
    assert three.check_in.closes_at == datetime(2027, 2, 1, 16, tzinfo=UTC)
    assert direct(three.people[1], "MLOps check-in is open until Monday 1 February")
