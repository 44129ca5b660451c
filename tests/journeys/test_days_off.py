"""`/rung team days off …`: who may, what is understood, and that nothing of a check-in falls on them."""

from datetime import UTC, date, datetime

import pytest

from tests.support.teamwork import Teamwork, direct, team_of

OPENS = datetime(2027, 1, 12, 9, tzinfo=UTC)  # ten o'clock in Berlin, on the second Tuesday


@pytest.fixture
def three(server) -> Teamwork:
    return team_of(server, 3, is_scheduled=True)


def days_off(team: Teamwork) -> tuple[date, ...]:
    with team.server.database.reading() as repositories:
        return repositories.schedules.find(team.team.id).days_off


UNDERSTOOD = {
    "2027-02-12": ["2027-02-12"],
    "2027-02-14 2027-02-12": ["2027-02-12", "2027-02-14"],
    "2027-02-12, 2027-02-15 and 2027-02-19": ["2027-02-12", "2027-02-15", "2027-02-19"],
    "2027-02-12 to 2027-02-14": ["2027-02-12", "2027-02-13", "2027-02-14"],
    "2027-02-12 UNTIL 2027-02-13, 2027-02-19": ["2027-02-12", "2027-02-13", "2027-02-19"],
    "2027-02-12 - 2027-02-13": ["2027-02-12", "2027-02-13"],
    "2027-02-12 to 14": ["2027-02-12", "2027-02-13", "2027-02-14"],
    "12 February and 14 Feb 2027": ["2027-02-12", "2027-02-14"],
}
REFUSED = {
    "2027-02-30": '"2027-02-30" is no day',
    "2027-02-12 to": 'I do not know what "2027-02-12 to" means',
    "to 2027-02-12": 'I do not know what "to 2027-02-12" means',
    "2027-02-12 to to 2027-02-13": 'I do not know what "2027-02-12 to to 2027-02-13" means',
    "2027-02-12 someday": 'I do not know "someday" here',
    "2027-02-14 to 2027-02-12": "2027-02-12 is before 2027-02-14",
    "0001-01-01 to 2027-12-31": "60 days off are the most",
    "2020-01-01": "2020-01-01 is over",
    "9999-12-31": "more than two years ahead",
    "remove": "Please write days like 2027-02-01",
    "remove 2027-02-12": "None of those is a day off",
    "2027-02-12 " * 201: "Please write days like 2027-02-01",
}


def test_what_is_typed_is_noted_or_named(three):
    owner = three.owner
    for typed, days in UNDERSTOOD.items():
        owner.command(f"/rung team days off {typed}")
        assert owner.whispered().text.startswith("Changed. This is how it stands."), typed
        assert [day.isoformat() for day in days_off(three)] == days
        owner.command("/rung team days off remove 2027-02-12 to 2027-02-28")
        assert days_off(three) == ()
    for typed, sentence in REFUSED.items():
        owner.command(f"/rung team days off {typed}")
        assert sentence in owner.whispers[-1], typed
        assert days_off(three) == ()


def test_owners_decide_and_everybody_can_look(three):
    other = three.people[1]
    other.command("/rung team days off 2027-02-12")
    assert other.whispers[-1].startswith("Fraud's owners decide that")
    three.owner.command("/rung team days off 2027-02-12 to 2027-02-14")
    other.command("/rung team days off")
    assert "and Fraud's own: 12 February 2027 to 14 February 2027;" in other.whispered().text
    assert days_off(three) == (date(2027, 2, 12), date(2027, 2, 13), date(2027, 2, 14))


def test_nothing_of_a_check_in_falls_on_them(three):
    """Asked a day later, invited and reminded on other days, and closed a day later; a change meanwhile is for later."""
    three.owner.command("/rung team days off 2027-01-12 2027-01-14 2027-01-19")
    assert "Wednesday 13 January 2027, for Q1 2027 (Tuesday 12 January is a day off)" in three.owner.whispered().text
    three.server.later(OPENS)
    assert three.posts() == []
    three.server.later(OPENS.replace(day=13))
    check_in = three.check_in
    assert (check_in.asks_on, check_in.days_off) == (date(2027, 1, 13), days_off(three))
    assert check_in.closes_at == datetime(2027, 1, 22, 16, tzinfo=UTC)
    person = three.people[2]
    three.server.later(datetime(2027, 1, 21, 9, 5, tzinfo=UTC))
    assert len(direct(person, "closes tomorrow, Friday 22 January")) == 1
    three.owner.command("/rung team days off 2027-01-22")
    assert "The check-in under way goes on as it began" in three.owner.whispered().text
    assert three.check_in.closes_at == check_in.closes_at


def test_an_invitation_that_waits_passes_over_them(three):
    """Away on the day of asking, and back on a day off of the team."""
    three.owner.command("/rung team days off 2027-01-13")
    person = three.people[1]
    person.command("/rung away 2027-01-12")
    three.server.later(OPENS)
    three.server.later(OPENS.replace(day=13))
    assert not direct(person, "MLOps check-in is open until")
    three.server.later(OPENS.replace(day=14))
    assert len(direct(person, "MLOps check-in is open until")) == 1
