"""Bad input gets a clear sentence, says what to do, and loses nothing."""

import pytest

from bot.listeners.routes import ROUTES
from bot.slack.ids import ActionId
from tests.support.talk import Talk
from tests.support.teamwork import claim, team_of


def test_an_unknown_length_is_named_and_nothing_is_started(talk):
    talk.command("/rung assess fulll")
    assert talk.whispers == ['"fulll" is not a length I know; did you mean "full"? Nothing was started.']
    assert talk.slack.messages(talk.dm) == []
    talk.command("/rung assess &lt;!channel&gt; please")
    assert "there are quick, standard and full" in talk.whispers[-1]


def test_an_answer_for_a_question_that_is_not_there(talk):
    talk.command("/rung assess")
    talk.click("No")
    element = talk.element("Yes")
    element["value"] = f"{element['value'].partition(':')[0]}:no_such_practice"
    talk.press(talk.card, element)
    talk.server.wait()
    assert talk.screen.startswith("That question is no longer asked. Here is where you are now.")
    assert "1 answered" in talk.screen


@pytest.mark.parametrize("label", ["Yes", "Why this question", "Add a note or link", "Back"])
def test_another_persons_conversation(talk, label):
    talk.command("/rung assess")
    talk.click("No")
    before = talk.screen
    stranger = Talk(talk.server, talk.slack.add_person("data_scientist"), talk.channel)
    stranger.command("/rung assess")
    stranger.press(stranger.card, talk.element(label))
    talk.server.wait()
    if label == "Add a note or link":
        assert "not yours to answer" in str(talk.slack.open_view(stranger.person))
    else:
        assert stranger.whispers[-1] == "These questions are not yours to answer. /rung assess starts your own."
    assert talk.screen == before


def test_a_note_of_40000_characters(talk):
    talk.command("/rung assess")
    talk.says("x" * 40_000)
    assert "That note would have 40,000 characters; 2,000 fit. Nothing was recorded." in talk.last
    talk.says("yes")
    assert "1 answered" in talk.screen


def test_a_file_and_an_emoji(talk):
    talk.command("/rung assess")
    talk.says("", files=[{"id": "F1"}], subtype="file_share")
    assert talk.screen.startswith("I cannot read files. Paste a link and I will keep it as evidence.")
    talk.says(":tada:")
    assert talk.screen.startswith("I cannot tell what that means.")
    talk.says("yes", files=[{"id": "F1"}], subtype="file_share")
    assert "1 answered" in talk.screen


def test_free_words_are_kept_as_a_note_and_never_guessed(talk):
    talk.command("/rung assess")
    talk.says("Yes, but only the scoring model &amp; <https://ci.example.org/7|this>")
    assert talk.screen.startswith("Kept as a note for training pipeline. Is that yes or partly?")
    assert "Your note: Yes, but only the scoring model &amp; this (https://ci.example.org/7)" in talk.screen
    assert "0 answered" in talk.screen
    talk.says("partly")
    assert talk.screen.startswith("Training pipeline: partly.")


def test_planned_counts_as_no_only_when_agreed(talk):
    talk.command("/rung assess")
    talk.says("planned")
    assert talk.screen == "Training pipeline: planned counts as no until it runs. Record no?"
    talk.says("no")
    assert "0 answered" in talk.screen
    talk.says("wip")
    talk.says("yes")
    assert talk.screen.startswith("Training pipeline: no.")


def test_typing_where_only_buttons_answer_is_not_guessed(talk):
    talk.command("/rung assess")
    talk.says("does not apply")
    talk.says("yes")
    assert talk.screen.startswith("Please use the buttons here")
    talk.says("back")
    assert "0 answered" in talk.screen


def test_a_reply_typed_before_the_question_was_seen_is_not_counted(talk):
    talk.command("/rung assess")
    hurried = [talk.slack.message_event(talk.person, talk.dm, text) for text in ("yes", "no", "no")]
    with talk.server.replies_held():
        for event in hurried:
            talk.server.post(event=event)
    talk.server.wait()
    assert "1 answered" in talk.screen
    assert talk.screen.startswith("That reply came before this question was on your screen")


def test_a_reason_of_blanks_keeps_the_form_open(talk):
    talk.command("/rung assess")
    talk.says("n/a")
    talk.click("It never applies")
    _, answer = talk.send_form("   ")
    assert b"Please say in a few words why this never applies" in answer
    assert b'"response_action": "errors"' in answer
    assert "Does this never apply to your team?" in talk.screen


def test_a_button_of_an_older_rung(talk):
    talk.command("/rung assess")
    element = talk.element("Yes") | {"action_id": "no_longer_there"}
    talk.press(talk.card, element)
    talk.server.wait()
    assert talk.whispers[-1] == "That button is from an older Rung. /rung assess shows where you are now."


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message", "subtype": "message_changed", "channel": "D1", "channel_type": "im", "message": {}},
        {
            "type": "message",
            "subtype": "bot_message",
            "bot_id": "B1",
            "channel": "D1",
            "channel_type": "im",
            "text": "yes",
        },
        {"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1", "text": "yes", "ts": "1.1"},
        {"type": "reaction_added", "user": "U1"},
        {"type": "app_uninstalled"},
    ],
)
def test_what_nobody_typed_to_rung_is_acknowledged_and_ignored(talk, event):
    talk.command("/rung assess")
    before = talk.screen
    talk.server.post(event=talk.slack.event(event))
    talk.server.wait()
    assert talk.screen == before


def test_the_same_event_twice_has_one_effect(talk):
    talk.command("/rung assess")
    event = talk.slack.message_event(talk.person, talk.dm, "no")
    for again in range(3):  # Slack signs each delivery anew
        talk.server.post(event=event, seconds_ago=10 * again)
    talk.server.wait()
    assert "1 answered" in talk.screen


def test_somebody_of_another_workspace_is_turned_away(talk):
    talk.command("/rung assess")
    before = talk.screen
    talk.slack.people[talk.person]["team_id"] = "T0ELSEWHERE"
    talk.press(talk.card, talk.element("Yes"))
    talk.server.wait()
    assert talk.whispers[-1].startswith("Rung answers people of this workspace only.")
    assert talk.screen == before


def test_every_button_that_can_be_shown_is_known():
    assert {route_id for route_id in ROUTES if isinstance(route_id, ActionId)} == set(ActionId)


def test_a_command_with_the_word_payload_in_it(talk):
    assert 'I do not know "log"' in talk.command("/rung log the payload&payload")["text"]


HOSTILE = "<!channel> {{ 7 * 7 }} <@U0RUNG> & *bold* `code` </script> \u202e \U0001f468\u200d\U0001f469 "


def test_hostile_words_come_back_as_they_were_typed(talk):
    """The fake refuses pings and anything unescaped, in every message that the text reaches."""
    talk.command("/rung assess")
    talk.click("Add a note or link")
    talk.send_form(HOSTILE)
    assert "&lt;!channel&gt; {{ 7 * 7 }} &lt;@U0RUNG&gt; &amp; *bold*" in talk.screen
    talk.says("n/a")
    talk.click("It never applies")
    talk.send_form(HOSTILE)
    talk.says("back")
    assert "does not apply (&lt;!channel&gt; {{ 7 * 7 }}" in talk.screen
    talk.command(f"/rung {HOSTILE}")
    talk.command(f"/rung assess {HOSTILE}")
    assert "@channel" in talk.whispers[-1]
    assert "&lt;/script&gt;" in talk.whispers[-1]
    talk.answer_all("No")
    for label in ("What holds each level", "Compare the scales", "Change an answer"):
        talk.click(label)
        talk.click("Back to the result")


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, "٣" * 30, "-1", "1e9"])
def test_a_number_of_any_length_is_answered_wherever_one_can_be_typed(server, number):
    """The list of the places; those of a schedule are in tests/bot/listeners/test_reading_first.py."""
    owner = team_of(server, 1).owner
    claim(owner)
    for words in (
        "actions done {}",
        "actions drop {}",
        "actions add Tests by {}-01-01",
        "away {}-01-01",
        "schedule every {} weeks",
        "schedule for {} days",
        "schedule at {}",
        "schedule move {}",
        "schedule rule FREQ=WEEKLY;INTERVAL={}",
        "settings hours {}-17",
        "settings hours 9-{}",
        "settings compared-from {}",
        "settings schedule every {} weeks",
        "leaderboard --top {}",
        "leaderboard --above {}",
        "leaderboard --since {}",
        "digest --since {}",
        "leaderboard here {}",
        "quiz {}",
        "learn {}",
        "what-if {}",
        "assess {}",
    ):
        owner.command(f"/rung {words.format(number)}")
        assert "Something went wrong" not in owner.whispers[-1], words
    assert "rung_unknown_errors_total 0.0" in server.get("/metrics")[1]


def test_a_rule_that_never_ends_holds_nobody_up(server):
    owner = team_of(server, 1).owner
    owner.command("/rung schedule")
    before = owner.whispers[-1]
    for interval in (0, 12):
        owner.command(f"/rung schedule rule FREQ=MONTHLY;INTERVAL={interval};BYMONTH=4;BYDAY=2TU")
        assert owner.whispers[-1].startswith(f'I do not take "INTERVAL={interval}" in a rule')
    owner.command("/rung schedule")
    assert owner.whispers[-1] == before


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY;INTERVAL=0;BYMONTH=4;BYDAY=2TU", "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30"])
def test_a_rule_of_an_earlier_version_stops_neither_the_clock_nor_its_owners(server, rule):
    team = team_of(server, 1)
    team.owner.command("/rung schedule monthly")
    team.owner.command("/rung schedule resume")
    with server.database.backend.write() as connection:
        connection.exec_driver_sql(f"UPDATE schedule SET every = 'rule', rule_of_own = '{rule}', due_at = next_on")  # noqa: S608 - of this test
        connection.exec_driver_sql(f"UPDATE workspace SET schedule_words = 'rule {rule}'")  # noqa: S608
    server.tick()
    team.owner.command("/rung schedule")
    assert "The rule has no further day." in team.owner.whispers[-1]
    team.owner.command("/rung settings")
    assert team.owner.whispers[-1].startswith("You are asked from 9 to 17")
    team.owner.command("/rung schedule monthly")
    assert "once a month" in team.owner.whispers[-1]
