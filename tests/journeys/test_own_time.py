"""People's own time: asked again later, days away, hours and zone, and what is going to be sent."""

from datetime import UTC, date, datetime, timedelta

import pytest

from flows.calendar.working_days import local
from flows.deliveries.kinds import DeliveryKind
from tests.fakes.failures import slack_error
from tests.support.talk import Talk, elements_of, label_of
from tests.support.teamwork import Teamwork, claim, press, team_of

OPENS = datetime(2027, 1, 12, 9, tzinfo=UTC)  # a Tuesday, ten o'clock in Berlin


@pytest.fixture
def three(server) -> Teamwork:
    return team_of(server, 3, is_scheduled=True)


def invitations(person: Talk) -> list[str]:
    return [each.text for each in person.slack.messages(person.dm) if "MLOps check-in is open until" in each.text]


@pytest.mark.parametrize(
    ("label", "until", "again"),
    [
        ("Remind me tomorrow", None, datetime(2027, 1, 13, 9, tzinfo=UTC)),
        ("Another time", "this afternoon", datetime(2027, 1, 12, 13, tzinfo=UTC)),
        ("Another time", "Monday", datetime(2027, 1, 18, 9, tzinfo=UTC)),
    ],
)
def test_an_invitation_comes_again_when_asked_to(three, label, until, again):
    three.server.later(OPENS)
    person = three.people[1]
    press(person, label, until)
    assert "Fraud's check-in for Q1 2027: I ask again on " in person.last
    assert invitations(person) == []
    three.server.later(again - timedelta(minutes=1))
    assert invitations(person) == []
    three.server.later(again)
    assert len(invitations(person)) == 1
    three.answers(person, "Yes")
    with three.server.database.reading() as repositories:
        assert repositories.schedules.find(three.team.id).next(1)[0].on == date(2027, 4, 13)


def test_later_than_the_deadline_is_refused(three):
    three.server.later(OPENS)
    three.server.later(datetime(2027, 1, 19, 9, tzinfo=UTC))
    person = three.people[1]
    press(person, "Another time", "Monday")
    assert "closes before that, on" in person.whispers[-1]
    assert len(invitations(person)) == 1


def test_who_is_away_is_asked_when_back_and_most_of_the_team_away_moves_the_deadline(three):
    away = three.people[1]
    away.command("/rung away 2027-01-11 2027-01-13")
    assert "You are not asked from 11 January 2027 to 13 January 2027." in away.whispered().text
    three.owner.command(f"/rung away <@{three.people[2].person}> 2027-01-12 2027-01-13")
    assert f"<@{three.people[2].person}> is not asked from 12 January 2027" in three.owner.whispered().text
    three.server.later(OPENS)
    assert invitations(three.owner)
    assert invitations(away) == invitations(three.people[2]) == []
    three.server.later(datetime(2027, 1, 14, 9, tzinfo=UTC))
    assert invitations(away)
    assert invitations(three.people[2])
    three.server.later(datetime(2027, 1, 19, 16, tzinfo=UTC))  # the deadline
    assert three.status == "open"
    assert three.check_in.away_days == 2
    assert three.check_in.closes_at == datetime(2027, 1, 21, 16, tzinfo=UTC)


def test_who_was_away_all_the_time_is_asked_when_the_deadline_has_moved(three):
    for each in three.people[1:]:
        each.command("/rung away 2027-01-12 2027-01-19")
    three.server.later(OPENS)
    three.people[1].command("/rung upcoming")
    assert "the invitation to Fraud's check-in" not in three.people[1].whispered().text.partition("Tuesday 13 April")[0]
    three.server.later(datetime(2027, 1, 19, 16, tzinfo=UTC))
    assert three.check_in.closes_at == datetime(2027, 1, 27, 16, tzinfo=UTC)
    three.server.later(datetime(2027, 1, 20, 9, tzinfo=UTC))
    assert invitations(three.people[1])
    assert invitations(three.people[2])


def test_who_is_back_early_is_asked_then(three):
    person = three.people[1]
    person.command("/rung away 2027-01-11 2027-01-15")
    three.server.later(OPENS)
    three.server.later(datetime(2027, 1, 13, 9, tzinfo=UTC))
    assert invitations(person) == []
    person.command("/rung away off")
    three.server.tick()
    assert len(invitations(person)) == 1


def test_days_away_are_chosen_in_a_form_and_forgotten(three):
    person = three.people[1]
    person.command("/rung away")
    assert person.whispered().text.startswith("No days away are noted.")
    person.press_whispered("Add days")
    _, answer = person.send_fields({"away_from": "2027-02-12", "away_until": "2027-02-01"})
    assert b"is before" in answer
    person.send_fields({"away_from": "2027-02-01", "away_until": "2027-02-12"})
    assert "from 1 February 2027 to 12 February 2027" in person.whispered().text
    person.command("/rung away off")
    assert person.whispered().text.startswith("No days away are noted.")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("2027-02-12 2027-02-01", "is before"),
        ("2020-01-01", "is over"),
        ("2027-01-01 2029-01-01", "is the most at once"),
        ("sometime", 'I do not know "sometime" here. Please write days like 2027-02-01'),
        ("2027-02-01 to whenever", 'I do not know "whenever" here.'),
        ("2027-02-01 and 2027-02-30", "is no day"),
        ("2027-02-01, 2020-01-01", "is over"),
        ("<@U0NOBODY>, <@U0ANYBODY> 2027-02-01", "Please name one person at a time. Nothing was noted."),
        ("2027-02-30", "is no day"),
        ("<@U0NOBODY> 2027-02-01", "Only the owners of a team that asks somebody"),
    ],
)
def test_rubbish_notes_nothing(three, words, answer):
    three.owner.command(f"/rung away {words}")
    assert answer in three.owner.whispers[-1]
    three.owner.command("/rung away")
    assert three.owner.whispers[-1].startswith("No days away are noted.")


def test_only_an_owner_notes_it_for_others(three):
    three.people[1].command(f"/rung away <@{three.people[2].person}> 2027-02-01")
    assert "Only the owners" in three.people[1].whispers[-1]


def test_what_is_going_to_be_sent_is_what_is_sent(three):
    person = three.people[1]
    person.command("/rung upcoming")
    said = person.whispered().text
    assert "• Tuesday 12 January 2027, 10:00: the invitation to Fraud's check-in" in said
    assert "For Fraud:\n• Tuesday 12 January 2027, 10:00: the next check-in begins" in said
    person.command("/rung away 2027-01-12")
    person.command("/rung upcoming")
    assert "• Wednesday 13 January 2027, 10:00: the invitation" in person.whispered().text
    three.server.later(OPENS)
    person.command("/rung upcoming")
    said = person.whispered().text
    assert "• Wednesday 13 January 2027, 10:00: the invitation" in said
    assert "• Monday 18 January 2027, 10:00: a reminder in the channel" in said
    assert "• Tuesday 19 January 2027, 17:00: the check-in closes" in said
    three.server.later(datetime(2027, 1, 13, 8, 59, tzinfo=UTC))
    assert invitations(person) == []
    three.server.later(datetime(2027, 1, 13, 9, tzinfo=UTC))
    assert len(invitations(person)) == 1
    person.command("/rung upcoming")
    assert "• Monday 18 January 2027, 10:00: a reminder of Fraud's check-in" in person.whispered().text
    three.answers(person, "Yes")
    person.command("/rung upcoming")
    assert "reminder of" not in person.whispered().text
    assert "• Tuesday 13 April 2027, 10:00: the invitation" in person.whispered().text


def test_others_see_no_recipients(three):
    three.server.later(OPENS)
    stranger = Talk(three.server, three.server.slack.add_person("product_owner"), three.channel)
    stranger.command("/rung upcoming")
    said = stranger.whispered().text
    assert said.startswith("Nothing is going to be sent to you.")
    assert "the check-in closes" in said
    assert "<@" not in said


def test_hours_and_zone_of_ones_own(three):
    person = three.people[1]
    person.command("/rung settings hours 13-18")
    assert (
        "You are asked from 13 to 18 o'clock, in the time zone Europe/Berlin, as Slack has it."
        in person.whispered().text
    )
    person.command("/rung settings zone america/new_york")
    there = local(three.server.clock.now(), "America/New_York")
    assert f"America/New_York, which you chose. It is {there:%H}:" in person.whispered().text
    three.server.later(OPENS)
    three.server.later(datetime(2027, 1, 12, 17, 59, tzinfo=UTC))
    assert invitations(person) == []
    three.server.later(datetime(2027, 1, 12, 18, tzinfo=UTC))
    assert len(invitations(person)) == 1
    for words, answer in (
        ("hours 9", "hours like 8-16"),
        ("zone Middle Earth", "is not a time zone"),
        ("tea", "I do not know"),
    ):
        person.command(f"/rung settings {words}")
        assert answer in person.whispers[-1]


def test_admins_choose_for_new_teams_and_what_away_means(server):
    team = team_of(server, 2, is_scheduled=True)
    admin = team.owner
    admin.command("/rung settings schedule monthly last friday")
    assert "That is for those who look after Rung here" in admin.whispers[-1]
    claim(admin)
    admin.command("/rung settings schedule monthly last friday nudges off")
    assert "New teams are asked once a month, on the last Friday, at 10:00" in admin.whispered().text
    admin.command("/rung settings schedule fortnightly")
    assert 'I do not know "fortnightly"' in admin.whispers[-1]
    admin.command("/rung settings away-words :airplane: Urlaub")
    assert ":airplane: or Urlaub" in admin.whispered().text
    channel = server.slack.add_channel("ml-ranking", members=[each.person for each in team.people])
    admin.command("/rung team new Ranking " + " ".join(f"<@{each.person}>" for each in team.people), channel)
    with server.database.reading() as repositories:
        found = repositories.teams.find_in_channel(server.slack.workspace_id, channel)
        assert str(repositories.schedules.find(found.id).next(1)[0].on) == "2026-11-27"
    server.slack.set_status(team.people[1].person, "", "im URLAUB")
    server.later(datetime(2026, 11, 27, 9, tzinfo=UTC))
    assert invitations(admin)
    assert not invitations(team.people[1])
    with server.database.reading() as repositories:
        person = repositories.people.list_by_id(found.roster)[1]
        assert not repositories.deliveries.has_sent(
            DeliveryKind.INVITATION, person.id, datetime(2026, 1, 1, tzinfo=UTC)
        )


def test_owners_see_counts_and_admins_send_again_what_failed(three):
    server, admin = three.server, three.owner
    claim(admin)
    server.slack.fail("chat.postMessage", slack_error("ekm_access_denied"), times=1)
    server.later(OPENS)
    admin.command("/rung check-in")
    counted = admin.whispered().text
    admin.command("/rung upcoming")
    failed = admin.whispered()
    assert "Did not arrive:\n• " in failed.text
    three.people[1].command("/rung upcoming")
    assert "Did not arrive" not in three.people[1].whispered().text
    menu = next(each for each in elements_of(failed.blocks) if label_of(each) == "Send again")
    admin.press(failed, menu, menu["options"][0]["value"], channel=admin.channel)
    server.wait()
    assert all(invitations(each) for each in three.people)
    assert len([each for each in three.posts() if "0 of 3 have answered" in each]) == 1
    admin.press(failed, menu, menu["options"][0]["value"], channel=admin.channel)
    server.wait()
    assert "is not waiting to be sent again" in admin.whispers[-1]
    assert "have arrived, and 0 reminders." in counted or "has arrived, and 0 reminders." in counted


@pytest.mark.parametrize(
    ("words", "noted"),
    [
        ("2027-02-01 to 12", "from 1 February 2027 to 12 February 2027"),
        ("2027-02-01 and 3 February 2027", "on 1 February 2027; on 3 February 2027"),
    ],
)
def test_both_ends_of_what_was_typed_are_noted(three, words, noted):
    three.owner.command(f"/rung away {words}")
    assert noted in three.owner.whispers[-1]
