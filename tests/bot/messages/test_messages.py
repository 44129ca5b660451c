"""Every message as people get it: golden files, the strict rules of Slack, and hostile words in every field."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.messages.cards import render_card, render_retired, render_shared
from bot.messages.replies import (
    became_admin_reply,
    card_sent,
    help_page,
    nothing_waiting,
    sentence_reply,
    unknown_error_reply,
    what_waits_reply,
)
from bot.messages.team_forms import team_form
from bot.messages.teams import no_team, team_card, team_list, team_offer, team_over
from bot.messages.what_if import what_if_answer, which_practice
from bot.sending.delivery_messages import render_delivery
from bot.slack.blocks import LEFT_OUT, LONGEST_TEXT, MOST_BLOCKS, Message, cut, message, sections
from bot.slack.candidates import Candidates
from bot.slack.form_blocks import note_form, opening_form, reason_form, sentence_form
from bot.slack.handles import NEW, Handle
from bot.slack.rendering import escape, plain
from flows.acts.assessment.assess import Waiting
from flows.acts.deliveries.delivery_notices import Undelivered, Welcome
from flows.acts.learning.what_if import WhatIfAnswer, WhichPractice
from flows.acts.teams.become_admin import AdminAnswer
from flows.acts.teams.see_teams import TeamCard, TeamDone, TeamList
from flows.assessment.assessment import Card, Length, View
from flows.assessment.conversation import begin, record_answer, record_claim, record_note, show_current, turn_to
from flows.cards.cards import CardProgress, Remark, RemarkKind
from flows.cards.show_card import Viewer, notice_of, retired, shared_result
from flows.deliveries.kinds import DeliveryKind
from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from flows.maturity.what_if import what_if
from flows.teams.person import Profile, UserGroup
from flows.teams.team import Team, TeamChoices
from tests.bot.messages.test_check_in_messages import OPEN
from tests.fakes.block_kit import problems_of_message, problems_of_view
from tests.support.answer_sheets import answered
from tests.support.clock import NOW
from tests.support.wording import check_message, check_text_says_all

MATURITY = load_maturity()
PRACTICE = MATURITY.catalogue.by_id["cicd"]
HOSTILE = "<!channel> {{ 7 * 7 }} & <@U1> \"quoted\" 'single' *bold* &#34; </b>"


def filled(sheet: str = "", length: Length = Length.QUICK, claims: tuple[str, ...] = ()):
    assessment = begin("00000000-assessment", "person", length, MATURITY, NOW)
    for capability, answer in answered(sheet).answers.items():
        assessment = record_answer(assessment, capability, answer, now=NOW)
    for capability in claims:
        assessment = record_claim(assessment, capability, "no live requests", now=NOW)
    return show_current(replace(assessment, origin_channel_id="C0FRAUD"), MATURITY, NOW)


def card_of(assessment, *remarks: Remark) -> Message:
    notice = notice_of(assessment, Viewer("U0ENGINEER", NOW.date()), MATURITY)
    return render_card(notice, Handle(assessment.id, assessment.card.subject), remarks)


LEVEL_1 = "auto_train:y auto_pipeline:y cicd:n"
FOUR_NOTES = "ci_tests:n environments:p vcs_code:y model_registry:n"
QUESTION = filled("auto_pipeline:y cicd:n", Length.STANDARD)
NOTED = record_note(QUESTION, QUESTION.card.subject, "only the scoring model", ("https://ci.example.org/7",))
DONE = filled(LEVEL_1)
WITH_MOVE = filled(f"{LEVEL_1} {FOUR_NOTES}")
WITH_DOUBTS = filled("auto_train:y auto_pipeline:? cicd:y ci_tests:n slo:?", claims=("prediction_log", "auto_deploy"))
TOP = filled("auto_train:y auto_pipeline:y cicd:y")
ENTRY = record_answer(QUESTION, "cicd", Answer.PARTIAL, now=NOW).entry("cicd")


def shown(assessment, view: View, subject: str | None = None):
    return replace(assessment, card=Card(view, subject))


CARDS = {
    "question_card/first": card_of(filled(length=Length.STANDARD)),
    "question_card/later": card_of(QUESTION),
    "question_card/noted": card_of(NOTED),
    "question_card/why": card_of(turn_to(View.WHY)(QUESTION)),
    "question_card/more": card_of(turn_to(View.MORE)(QUESTION)),
    "question_card/again": card_of(shown(DONE, View.QUESTION, "cicd")),
    "not_applicable_check": card_of(shown(QUESTION, View.NOT_APPLICABLE, "cicd")),
    "planned_check": card_of(shown(QUESTION, View.PLANNED, "cicd")),
    "start_over_check": card_of(turn_to(View.START_OVER)(QUESTION)),
    "paused_card": card_of(turn_to(View.PAUSED)(QUESTION)),
    "private_result/level_1": card_of(DONE),
    "private_result/with_first_move": card_of(WITH_MOVE),
    "private_result/with_doubts": card_of(WITH_DOUBTS),
    "private_result/top": card_of(TOP),
    "private_result/unsettled": card_of(shown(filled("auto_train:y"), View.RESULT)),
    "level_proofs": card_of(turn_to(View.PROOF)(WITH_MOVE)),
    "scale_comparison": card_of(turn_to(View.COMPARISON)(WITH_MOVE)),
    "answer_list": card_of(turn_to(View.ANSWERS)(WITH_DOUBTS)),
    "share_preview/channel": card_of(shown(DONE, View.SHARE, "C0FRAUD")),
    "share_preview/none": card_of(shown(DONE, View.SHARE)),
    "share_done/under_way": card_of(shown(DONE, View.SHARING, "C0FRAUD")),
    "share_done/there": card_of(shown(DONE, View.SHARED, "C0FRAUD")),
    "shared_result": render_shared(shared_result(WITH_MOVE, "U0ENGINEER", MATURITY, NOW.date())),
    "welcome/invited": render_delivery(Welcome("U0ENGINEER", 3)),
    "welcome/by_nobody": render_delivery(Welcome(None, 3)),
    **{
        f"undelivered/{kind}_{reason}": render_delivery(Undelivered(kind, "C0FRAUD", reason, is_asked_for=True))
        for kind, reason in (
            (DeliveryKind.WELCOME, "restricted_action"),
            (DeliveryKind.SHARED_RESULT, "is_archived"),
            (DeliveryKind.SHARED_RESULT, "too_late"),
            (DeliveryKind.SHARED_RESULT, "perhaps_sent"),
        )
    },
    "retired_card/answered": render_retired(retired(shown(DONE, View.QUESTION, "cicd"), MATURITY, NOW.date())),
    "retired_card/open": render_retired(retired(QUESTION, MATURITY, NOW.date())),
    "retired_card/result": render_retired(retired(DONE, MATURITY, NOW.date())),
    **{
        f"remarks/{kind}": card_of(
            QUESTION, Remark(kind, PRACTICE, ENTRY, reason="is_archived", text="yess", on=NOW.date())
        )
        for kind in RemarkKind
        if kind is not RemarkKind.NEAR_MISS
    },
    "remarks/near_miss": card_of(QUESTION, Remark(RemarkKind.NEAR_MISS, PRACTICE, could_be=(Answer.YES,), text="yess")),
    "remarks/note_kept_yes": card_of(
        QUESTION, Remark(RemarkKind.NOTE_KEPT, PRACTICE, ENTRY, (Answer.YES, Answer.PARTIAL))
    ),
    "remarks/note_kept_unsure": card_of(QUESTION, Remark(RemarkKind.NOTE_KEPT, PRACTICE, ENTRY, (Answer.UNKNOWN,))),
    **{
        f"remarks/not_shared_{reason.split()[0]}": card_of(DONE, Remark(RemarkKind.NOT_SHARED, reason=reason))
        for reason in (
            "not_in_channel",
            "perhaps_sent",
            "too_late",
            "restricted_action",
            "rung_error a1b2c3d4",
            "ekm_access_denied",
        )
    },
    "undelivered/to_admin": render_delivery(
        Undelivered(DeliveryKind.WELCOME, "C0FRAUD", "restricted_action", is_asked_for=False)
    ),
    **{f"become_admin/{answer}": became_admin_reply(answer) for answer in AdminAnswer},
    "nothing_waiting": nothing_waiting(),
    "card_sent/link": card_sent("https://workspace.slack.com/archives/D0/p1", complete=False),
    "card_sent/no_link": card_sent(None, complete=True),
    "what_waits/nothing": what_waits_reply(Waiting()),
    "what_waits/half": what_waits_reply(Waiting(progress=CardProgress(3, 5, 2))),
    "what_waits/done": what_waits_reply(Waiting(has_result=True)),
    "help": help_page(32),
    "help/unknown": help_page(32, "asess", "assess"),
    "failed": unknown_error_reply("a1b2c3d4", gave_answer=True),
    "failed_otherwise": unknown_error_reply("a1b2c3d4", gave_answer=False),
    "told": sentence_reply("One sentence that says what to do."),
}
MADE = Team("00000000-team", "T1", "Fraud", "C0FRAUD", "Europe/Berlin", ("p1", "p2"), ("p1",), NOW)
PEOPLE = tuple(Profile(f"U{number}") for number in range(3))
GOOGLE = MATURITY.scale("google")


def team_seen(**more) -> Message:
    usual: dict[str, Any] = {
        "roster": ("U1", "U2"),
        "owners": ("U1",),
        "headline": GOOGLE,
        "others": 5,
        "can_decide": True,
        "there_now": NOW,
    }
    return team_card(TeamCard(**{"team": MADE} | usual | more))


def offered(people=PEOPLE, members: int = 4, name: str = "ml-fraud", asked: str = "", mine=()) -> Message:
    return team_offer(Candidates(name, members, True, PEOPLE[0], people), "C0FRAUD", asked, mine)  # noqa: FBT003


def seen_from(practice: str, notation: str, others: Answer | None = Answer.YES, **more: Any) -> WhatIfAnswer:
    return WhatIfAnswer(
        what_if(MATURITY, answered(notation, others=others), practice), MATURITY.catalogue.by_id, **more
    )


CARDS |= {
    "team_card/made": team_seen(done=TeamDone.MADE, needs_invitation=True, left_out=("U0BOT", "U0GONE")),
    "team_card/groups": team_seen(
        done=TeamDone.CHANGED,
        groups=(UserGroup("S1", "@ml-fraud", ("U1", "U2")), UserGroup("S2", "@ml-leads", ("U1",))),
    ),
    "team_card/changed": team_seen(done=TeamDone.CHANGED, others=0, owners=("U1", "U2")),
    "team_card/seen": team_seen(can_decide=False),
    "team_card/empty": team_seen(roster=(), owners=(), team=replace(MADE, channel_id=None, has_open_answers=True)),
    "team_offer/small": offered(),
    "team_offer/named": offered(asked="Fraud"),
    "team_offer/large": offered(PEOPLE[:1], 212, mine=("Ranking", "Search")),
    "team_offer/unseen": offered(PEOPLE[:1], 0, ""),
    "team_list/none": team_list(TeamList(())),
    "team_list/some": team_list(
        TeamList(
            ((MADE, True, True), (replace(MADE, channel_id=None, name="Search"), True, False), (MADE, False, True))
        )
    ),
    "no_team": no_team(),
    "what_if/team": what_if_answer(seen_from("cicd", "cicd:n ci_tests:n environments:?", team="Fraud", check_in=OPEN)),
    "what_if/own": what_if_answer(seen_from("auto_pipeline", "auto_pipeline:n", is_own=True)),
    "what_if/unsure": what_if_answer(seen_from("cicd", "cicd:n", others=Answer.UNKNOWN, is_own=True)),
    "what_if/there": what_if_answer(seen_from("cicd", "ci_tests:n", is_own=True)),
    "what_if/no_answers": what_if_answer(replace(seen_from("auto_retrain", "", None), team="Fraud")),
    "which_practice/any": which_practice(WhichPractice("", fits=False, choices=MATURITY.catalogue.capabilities)),
    "which_practice/several": which_practice(
        WhichPractice("<ci>", fits=True, choices=MATURITY.catalogue.capabilities[:2])
    ),
    "which_practice/unknown": which_practice(WhichPractice("k8s", fits=False, choices=MATURITY.catalogue.capabilities)),
    "team_over/left": team_over(MADE),
    "team_over/ended": team_over(replace(MADE, ended_at=NOW)),
}
CHOICES = TeamChoices("Fraud", "google", ("google", "azure"), "Europe/Berlin", on_leaderboard=True)
FORMS = {
    "team_form/new": team_form(
        Handle(NEW, "C0FRAUD https://hooks.slack.com/1"), CHOICES, MATURITY.scales, ("U1",), ("U1",)
    ),
    "team_form/settings": team_form(
        Handle(MADE.id, "https://hooks.slack.com/1"), CHOICES, MATURITY.scales, (), ("U1",)
    ),
    "opening_form": opening_form(),
    "note_form": note_form(PRACTICE, NOTED.entry(QUESTION.card.subject), Handle("00000000-assessment", "cicd")),
    "note_form/nameless": note_form(
        PRACTICE,
        replace(NOTED.entry(QUESTION.card.subject), shows_note=True),
        Handle("00000000-assessment", "cicd"),
        OPEN,
    ),
    "reason_form": reason_form(PRACTICE, Handle("00000000-assessment", "cicd")),
    "sentence_form": sentence_form("One sentence."),
}


@pytest.mark.parametrize("name", CARDS)
def test_a_message_is_as_it_was_read_and_agreed(name, golden):
    check_message(CARDS[name], name, golden)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_as_it_was_read_and_agreed(name, golden):
    assert problems_of_view(FORMS[name]) == []
    golden(f"slack/{name}.json", json.dumps(FORMS[name], indent=1, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("name", [name for name in CARDS if not name.startswith("share_preview")])
def test_the_text_says_all_that_the_blocks_say(name):
    check_text_says_all(CARDS[name])


@pytest.mark.parametrize("view", [View.QUESTION, View.WHY, View.MORE])
def test_hostile_words_are_shown_as_they_were_written(view):
    hostile = record_note(QUESTION, QUESTION.card.subject, HOSTILE, ("https://example.org/?a=1&b=<script>",))
    message = card_of(turn_to(view)(hostile))
    assert problems_of_message({"text": message.text, "blocks": message.blocks}) == []
    assert (
        "Your note: &lt;!channel&gt; {{ 7 * 7 }} &amp; &lt;@U1&gt; \"quoted\" 'single' *bold* &amp;#34; &lt;/b&gt;"
        in message.text
    )


@pytest.mark.parametrize(
    "message",
    [sentence_reply(HOSTILE), help_page(32, HOSTILE, None), unknown_error_reply(HOSTILE, gave_answer=True)],
    ids=str,
)
def test_hostile_words_in_replies(message):
    assert problems_of_message({"text": message.text, "blocks": message.blocks}) == []
    assert HOSTILE in plain(message.text)


def test_a_hostile_reason():
    message = card_of(shown(record_claim(filled(LEVEL_1), "cicd", HOSTILE, now=NOW), View.QUESTION, "cicd"))
    assert problems_of_message({"text": message.text, "blocks": message.blocks}) == []
    assert f"does not apply ({HOSTILE})" in plain(message.text)


def test_a_long_text_is_cut_at_a_line_and_says_so():
    text = "\n".join(["a line of words"] * 1000)
    assert len(cut(text, LONGEST_TEXT)) <= LONGEST_TEXT
    assert cut(text, LONGEST_TEXT).endswith(f"a line of words\n{LEFT_OUT}")
    assert cut("x" * 5000, 100).endswith(LEFT_OUT)
    long = message(text, sections(*text.split("\n")))
    assert len(long.blocks) == MOST_BLOCKS
    assert problems_of_message({"text": long.text, "blocks": long.blocks}) == []


def test_escaping_is_slacks_and_no_more():
    assert escape("a & b < c > d \"e\" 'f' &#34;") == "a &amp; b &lt; c &gt; d \"e\" 'f' &amp;#34;"


def test_a_claim_that_has_ended_is_asked_about_again():
    became_admin_reply = filled("auto_train:y auto_pipeline:y", claims=("cicd",))
    assert became_admin_reply.card.view is View.RESULT
    assert show_current(became_admin_reply, MATURITY, NOW + timedelta(days=366)).card.subject == "cicd"
