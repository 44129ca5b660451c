"""Teams side by side, in Slack: who is shown to whom and when, what is posted, and how a team leaves."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from flows.calendar.working_days import working_days_after
from tests.fakes.failures import rate_limited, slack_error
from tests.support.talk import Talk, elements_of, eventually, label_of
from tests.support.teamwork import Teamwork, claim, direct, press, team_of

ADVANCED = {"cicd": "No"}


@pytest.fixture
def fraud(server) -> Teamwork:
    return team_of(server, 3)


@pytest.fixture
def viewer(fraud) -> Talk:
    """Somebody of the workspace who is of no team."""
    person = fraud.server.slack.add_person("stakeholder")
    fraud.server.slack.add_channel("general", members=[person])
    return Talk(fraud.server, person, fraud.channel)


def board(person: Talk, words: str = "") -> str:
    person.command(f"/rung leaderboard {words}".strip())
    return str(person.whispered().text)


def on(team: Teamwork, how: str = "on") -> None:
    team.owner.command(f"/rung team leaderboard {how}", team.channel)
    team.server.tick()


def wait_for_notice(team: Teamwork) -> None:
    """Two working days and a little, so that others see the team."""
    zone = team.team.time_zone
    now = team.server.clock.now()
    day = working_days_after(now.date(), 2, zone)
    team.server.later(now + (day - now.date()) + timedelta(minutes=2))


def test_a_team_is_shown_its_row_two_working_days_before_others(fraud, viewer):
    assert "No team takes part yet." in board(viewer)
    fraud.publish(ADVANCED)
    assert "No team takes part yet." in board(viewer)
    on(fraud)
    preview = direct(fraud.owner, "others can see Fraud on leaderboards")
    assert len(preview) == 1
    assert "\nGoogle Cloud. Fraud: level 1, ML pipeline automation." in preview[0]
    assert "\nFour-level scheme. Fraud: level 2, Basic automation." in preview[0]
    assert not direct(fraud.people[1], "on leaderboards")
    assert "No team takes part yet." in board(viewer)
    fraud.owner.command("/rung team", fraud.channel)
    assert "On leaderboards from " in fraud.owner.whispered().text
    wait_for_notice(fraud)
    assert "\nFraud: level 1, ML pipeline automation." in board(viewer)
    fraud.owner.command("/rung team", fraud.channel)
    assert "On leaderboards. " in fraud.owner.whispered().text


def test_a_team_without_a_result_is_announced_when_it_has_one(fraud, viewer):
    on(fraud)
    assert not direct(fraud.owner, "on leaderboards, like this")
    fraud.owner.command("/rung team", fraud.channel)
    assert "On leaderboards once it has a result" in fraud.owner.whispered().text
    fraud.publish(ADVANCED)
    fraud.server.tick()
    assert len(direct(fraud.owner, "on leaderboards, like this")) == 1
    assert "No team takes part yet." in board(viewer)


def test_leave_us_out_works_at_once_and_a_team_that_comes_back_is_shown_its_row_again(fraud, viewer):
    fraud.publish(ADVANCED)
    on(fraud)
    press(fraud.owner, "Leave us out")
    assert direct(fraud.owner, "Fraud is on no leaderboard any more.")
    wait_for_notice(fraud)
    assert "No team takes part yet." in board(viewer)
    on(fraud)
    wait_for_notice(fraud)
    assert "Fraud: level 1" in board(viewer)
    on(fraud, "off")
    assert "No team takes part yet." in board(viewer)
    on(fraud)
    assert "No team takes part yet." in board(viewer)
    assert len(direct(fraud.owner, "others can see Fraud on leaderboards")) == 2


def test_the_lowest_level_is_counted_unless_the_team_wants_to_be_named(fraud, viewer):
    fraud.publish("No")
    on(fraud)
    assert direct(fraud.owner, "It is not named while it is at the lowest level")
    wait_for_notice(fraud)
    seen = board(viewer)
    assert "Fraud" not in seen
    assert "It is on its way to level 1." in seen
    on(fraud, "always")
    assert "Fraud: level 0, Manual process." in board(viewer)
    fraud.owner.command("/rung team", fraud.channel)
    assert "On leaderboards, at the lowest level too." in fraud.owner.whispered().text


def test_a_team_of_two_is_not_compared_unless_admins_say_so(server):
    pair = team_of(server, 2)
    pair.publish(ADVANCED)
    on(pair)
    assert direct(pair.owner, "while fewer than 3 people have answered")
    wait_for_notice(pair)
    assert "It is not compared: too few have answered" in board(pair.owner)
    claim(pair.owner)
    pair.owner.command("/rung settings compared-from 2")
    assert "compared with others from 2 answers on" in pair.owner.whispered().text
    assert "Fraud: level 1" in board(pair.owner)
    pair.owner.command("/rung settings compared-from 1")
    assert "from 2 to 20" in pair.owner.whispered().text


def test_shared_in_a_channel_from_what_one_sees(fraud, viewer):
    fraud.publish(ADVANCED)
    on(fraud)
    wait_for_notice(fraud)
    board(viewer, "--scale four_level")
    viewer.press_whispered("Share here")
    assert viewer.whispered().text == f"On its way to <#{fraud.channel}>, where everybody can read it."
    assert fraud.posts()[-1].startswith("MLOps levels on the four-level scheme, 1 to 4. 1 team takes part, ")
    assert "Fraud: level 2" in fraud.posts()[-1]
    kinds = [each["type"] for each in fraud.server.slack.messages(fraud.channel)[-1].blocks]
    assert "table" in kinds


def test_a_slack_that_takes_no_tables_gets_the_text(fraud, viewer):
    fraud.publish(ADVANCED)
    on(fraud)
    wait_for_notice(fraud)
    fraud.server.slack.takes_rich_blocks = False
    board(viewer)
    seen = viewer.whispered()
    viewer.press_whispered("Share here")
    for message in (seen, fraud.server.slack.messages(fraud.channel)[-1]):
        assert "table" not in [each["type"] for each in message.blocks]
        assert "Fraud: level 1, ML pipeline automation." in str(message.blocks)


def test_shared_where_rung_is_not_the_one_who_shared_hears_why(fraud, viewer):
    fraud.publish(ADVANCED)
    on(fraud)
    wait_for_notice(fraud)
    closed = fraud.server.slack.add_channel("private", members=[viewer.person], with_bot=False, private=True)
    viewer.command("/rung leaderboard", closed)
    viewer.press_whispered("Share here", channel=closed)
    assert direct(viewer, f"The leaderboard is not in <#{closed}>: Rung is not in that channel.")


def test_posted_monthly_where_an_admin_wants_it_if_there_is_news(fraud):
    admin = fraud.owner
    admin.command("/rung leaderboard here monthly")
    assert "That is for those who look after Rung here" in admin.whispered().text
    claim(admin)
    admin.command("/rung leaderboard here weekly")
    assert admin.whispered().text.startswith("How often? /rung leaderboard here monthly")
    admin.command("/rung leaderboard here monthly --top 5")
    assert "on the first working day of each month" in admin.whispered().text
    assert re.search(r"\(\S+, where it is \d\d:\d\d now\)", admin.whispered().text)
    fraud.publish(ADVANCED)
    on(fraud)
    fraud.server.later(datetime(2026, 12, 1, 9, 5, tzinfo=fraud.check_in.closes_at.tzinfo))
    posts = [each for each in fraud.posts() if each.startswith("MLOps levels")]
    assert len(posts) == 1
    assert "Fraud: level 1" in posts[0]
    fraud.server.later(datetime(2027, 1, 4, 9, 5, tzinfo=fraud.check_in.closes_at.tzinfo))
    assert len([each for each in fraud.posts() if each.startswith("MLOps levels")]) == 1  # nothing new
    admin.command("/rung settings")
    assert f"The leaderboard is posted monthly in <#{fraud.channel}>." in admin.whispered().text
    admin.command("/rung leaderboard off")
    assert "is posted here no more" in admin.whispered().text
    admin.command("/rung leaderboard off")
    assert "No leaderboard is posted here by itself." in admin.whispered().text


def test_who_owns_a_team_is_led_to_its_settings_when_nobody_takes_part(fraud, viewer):
    board(fraud.owner)
    labels = [label_of(each) for each in elements_of(fraud.owner.whispered().blocks)]
    assert labels == ["Fraud's settings"]
    board(viewer)
    assert elements_of(viewer.whispered().blocks) == []
    assert "I do not know" in board(viewer, "upside-down")


def test_guests_do_not_see_it(fraud, talk_of_guest):
    assert "this is for people of the workspace" in board(talk_of_guest)


def test_the_digest_of_all_teams(fraud, viewer):
    viewer.command("/rung digest")
    assert "No team takes part yet." in viewer.whispered().text
    fraud.publish(ADVANCED)
    on(fraud)
    wait_for_notice(fraud)
    viewer.command("/rung digest --scale four_level")
    seen = viewer.whispered().text
    assert seen.startswith("MLOps digest, ")
    assert "on the four-level scheme. 1 team takes part.\n1 team at level 2, Basic automation." in seen
    assert "3 of 3 people answered." in seen
    viewer.press_whispered("Share here")
    main, details = fraud.posts()[-2:]
    assert main.startswith("MLOps digest, ")
    assert details.startswith("Nobody is at a level for the first time.")
    posted = fraud.server.slack.messages(fraud.channel)
    assert posted[-1].thread_ts == posted[-2].ts
    viewer.command("/rung digest --top 3")
    assert viewer.whispered().text == ("The digest counts all teams that take part. It takes --scale and --since.")


def test_the_digest_is_posted_quarterly(fraud):
    claim(fraud.owner)
    fraud.owner.command("/rung digest here quarterly --scale four_level")
    assert "The digest is posted here on the first working day of each quarter" in fraud.owner.whispered().text
    fraud.publish(ADVANCED)
    on(fraud)
    fraud.server.later(datetime(2027, 1, 4, 9, 5, tzinfo=fraud.check_in.closes_at.tzinfo))
    assert [each[:12] for each in fraud.posts()].count("MLOps digest") == 1
    assert "on the four-level scheme. 1 team takes part." in fraud.posts()[-2]
    assert "Since 1 October: 1 new result." in fraud.posts()[-2]


def test_a_team_that_nobody_could_show_its_row_is_on_no_leaderboard(fraud, viewer):
    claim(viewer)
    fraud.publish(ADVANCED)
    fraud.server.slack.fail("chat.postMessage", slack_error("user_disabled"))
    on(fraud)
    wait_for_notice(fraud)
    assert "No team takes part yet." in board(viewer)
    assert direct(viewer, "Until an owner has seen it, the team is on none;")
    fraud.owner.command(f"/rung team owner add <@{fraud.people[1].person}>", fraud.channel)
    fraud.server.tick()
    assert direct(fraud.people[1], "others can see Fraud on leaderboards")
    wait_for_notice(fraud)
    assert "Fraud: level 1" in board(viewer)


def test_a_team_that_leaves_is_not_in_what_was_about_to_be_posted(fraud, viewer):
    fraud.publish(ADVANCED)
    on(fraud)
    wait_for_notice(fraud)
    board(viewer)
    fraud.server.slack.fail("chat.postMessage", rate_limited(1))
    viewer.press_whispered("Share here")
    on(fraud, "off")
    eventually(lambda: fraud.posts()[-1].startswith("MLOps levels"))
    assert "No team takes part yet." in fraud.posts()[-1]


def test_a_guest_whom_rung_does_not_know_sees_it_by_no_button(fraud, talk_of_guest):
    channel = fraud.server.slack.add_channel("ml-all", members=[talk_of_guest.person, fraud.owner.person])
    board(fraud.owner)
    for action in ("leaderboard_more", "leaderboard_page", "share_leaderboard", "share_digest"):
        element = {"type": "button", "action_id": action, "value": "leaderboard:1 scale azure"}
        fraud.owner.command("/rung leaderboard", channel)
        talk_of_guest.command("/rung help", channel)
        talk_of_guest.press(talk_of_guest.whispered(channel), element, channel=channel)
        fraud.server.wait()
        assert "this is for people of the workspace" in talk_of_guest.whispered(channel).text
        forget_guest(fraud)
    assert not [each for each in fraud.server.slack.messages(channel) if "MLOps" in each.text]


def forget_guest(team: Teamwork) -> None:
    """Let Rung not know any more who is a guest."""
    with team.server.database.backend.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET is_guest = NULL")


def test_what_has_ended_is_not_begun_again_by_a_tick_that_came_too_late(fraud):
    claim(fraud.owner)
    fraud.owner.command("/rung leaderboard here monthly")
    later = datetime(2026, 12, 2, tzinfo=UTC)
    database, workspace_id = fraud.server.database, fraud.server.slack.workspace_id
    with database.transaction() as repositories:
        found = repositories.postings.take_due(workspace_id, later)
    fraud.owner.command("/rung leaderboard off")
    with database.transaction() as repositories:
        repositories.postings.advance(found)
        assert repositories.postings.list_of(workspace_id) == []


def test_a_posting_tells_what_is_new_by_itself(fraud):
    claim(fraud.owner)
    fraud.owner.command("/rung leaderboard here monthly --since 2026-01-01")
    assert "Please leave --since out." in fraud.owner.whispered().text


def test_a_posting_that_runs_into_an_error_is_left_for_an_hour(fraud, monkeypatch, caplog):
    claim(fraud.owner)
    fraud.owner.command("/rung leaderboard here monthly")
    fraud.publish(ADVANCED)
    on(fraud)
    due = datetime(2026, 12, 1, 9, 5, tzinfo=UTC)
    with monkeypatch.context() as broken:
        broken.setattr("flows.acts.leaderboards.postings.words_of", lambda _: 1 / 0)
        fraud.server.later(due)
    assert "what is due cannot be done" in caplog.text
    assert not [each for each in fraud.posts() if each.startswith("MLOps levels")]
    fraud.server.later(due + timedelta(hours=2))
    assert [each for each in fraud.posts() if each.startswith("MLOps levels")]
