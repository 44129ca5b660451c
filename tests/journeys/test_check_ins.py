"""A check-in from the first invitation to the published result, as its people, its owner and its channel see it."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.ticks.check_ins import CheckInSteps
from flows.acts.results.team_result import team_result
from flows.maturity.answer import Answer
from tests.support.talk import Talk, elements_of, label_of
from tests.support.teamwork import Teamwork, live_labels, press, team_of, value_of

LEVEL_1 = {"cicd": "No"}


@pytest.fixture
def five(server) -> Teamwork:
    return team_of(server, 5)


@pytest.fixture
def three(server) -> Teamwork:
    return team_of(server, 3)


def test_five_people_a_disagreement_that_decides_a_discussion_and_a_result(five):
    five.start()
    channel = five.channel
    assert "5 people get a direct message from me, in their own working hours." in five.owner.whispers[-1]
    assert len(five.posts()) == 1
    assert five.posts()[0].startswith("Fraud's MLOps check-in, ")
    assert "0 of 5 have answered. Open until " in five.posts()[0]
    for each in five.people:
        invitation = each.last
        assert invitation.startswith("Fraud's MLOps check-in is open until ")
        assert f"Your answers are yours: <#{channel}> sees only the team's result." in invitation
    first, second, third, fourth, fifth = five.people
    five.answers(first, {"auto_pipeline": "No"})
    assert "Your view of Fraud, " in first.screen
    assert "Only you see this." in first.screen
    assert "Until then you can change any answer." in first.screen
    assert "Share" not in first.labels()
    five.answers(second, {"auto_pipeline": "No"})
    five.answers(third, {"auto_pipeline": "Yes", "cicd": "No"})
    press(fourth, "Not this time")
    assert fourth.last.startswith("Fine, not this time. Nobody is told.")
    assert five.status == "open"
    five.pass_deadline()
    assert five.status == "in_review"
    assert live_labels(fifth) == []
    assert fifth.last.startswith("Fraud's check-in closed on ")
    preview = five.owner.last
    assert "3 of 5 answered. Only its owners see this." in preview
    assert (
        "Views differ on the training pipeline, and that decides the level: agreed yes is level 2, agreed no level 0."
        in preview
    )
    assert f"It goes to <#{channel}>, which 6 members can read, on " in preview
    press(five.owner, "Discuss first")
    assert "Fraud talks before its result is published on " in five.posts()[-1]
    assert "Training pipeline, views are split, and it decides the level: " in five.posts()[-1]
    press(five.owner, "Record what was agreed", "the training pipeline: yes")
    assert "Views differ on CI/CD, and that decides the level" in five.owner.last
    assert "Level 2 of 2" in five.owner.last
    five.pass_publication()
    assert five.status == "published"
    summary, details = five.posts()[-2:]
    assert summary.startswith(f"Fraud, {five.check_in.period}: level 2 of 2 on Google Cloud's scale, the first result.")
    assert "3 of 5 answered." in summary
    assert "Agreed in conversation: the training pipeline, yes" in details
    assert "Publish now" not in live_labels(five.owner)
    assert "Worth a conversation: CI/CD, views are split." in summary


def test_it_closes_when_all_have_answered_and_publishes_by_itself(three, server):
    three.start()
    for each in three.people:
        three.answers(each, LEVEL_1)
    assert three.status == "in_review"
    assert "The check-in is closed; what you change now is kept for next time." in three.people[-1].screen
    assert "3 of 3 answered" in three.owner.last
    three.pass_publication()
    summary, details = three.posts()[-2:]
    assert summary.startswith(
        f"Fraud, {three.check_in.period}: level 1 of 2 on Google Cloud's scale, the first result."
    )
    assert "3 of 3 answered." in summary
    assert "Nobody sees who answered what." in details
    posted = server.slack.messages(three.channel)
    assert posted[-1].thread_ts == posted[-2].ts
    assert "the result is published" in three.posts()[0]
    for words in ("level", "next"):
        three.people[1].command(f"/rung {words}")
        assert three.people[1].whispers[-1].startswith(f"Fraud, {three.check_in.period}: level 1 of 2 on Google")
    three.people[1].command("/rung check-in")
    assert "was published on " in three.people[1].whispers[-1]


def test_too_few_answers_extend_the_deadline_once_and_then_it_ends(five):
    five.start()
    five.answers(five.people[0], LEVEL_1)
    five.pass_deadline()
    assert five.status == "open"
    assert "longer than planned because more answers are needed" in five.posts()[0]
    press(five.people[1], "Start")
    five.pass_deadline()
    assert five.status == "incomplete"
    assert "ended with 1 answer of 5. That is too few for a team's result, so there is none." in five.posts()[-1]
    five.owner.command("/rung level")
    assert five.owner.whispers[-1].startswith("Fraud has no published result yet.")
    five.owner.command("/rung check-in start")
    assert five.status == "open"
    assert five.check_in.revision == 1


def test_what_comes_late_is_answered_and_kept(three):
    three.start()
    first, second, third = three.people
    three.answers(first, LEVEL_1)
    three.answers(second, LEVEL_1)
    invitation = third.slack.messages(third.dm)[-1]
    start = next(each for each in elements_of(invitation.blocks) if label_of(each) == "Start")
    three.pass_deadline()
    third.press(invitation, start)
    third.server.wait()
    assert "Answer now and it counts next time." in third.screen
    third.answer_all("No")
    three.pass_publication()
    assert "2 of 3 answered." in three.posts()[-2]
    assert "level 1 of 2" in three.posts()[-2]
    first.click("Change an answer")
    press(first, "Choose a question", "CI/CD for pipelines and models")
    first.click("Yes")
    assert "What you say now is kept and counts next time." in first.screen
    with three.server.database.reading() as repositories:
        kept = repositories.assessments.list_counted(three.check_in.id)
        late = repositories.assessments.find_current(kept[0].person_id)
    assert sum(bool(each.entries) for each in kept) == 2
    assert late.revision >= late.counted_revision


def test_an_owner_closes_it_when_enough_have_answered(five):
    five.start()
    five.answers(five.people[0], LEVEL_1)
    five.owner.command("/rung check-in close")
    assert five.owner.whispers[-1] == ("1 of 5 have answered, and 3 are needed for a team's result. It stays open.")
    five.answers(five.people[1], LEVEL_1)
    five.answers(five.people[2], LEVEL_1)
    five.people[3].command("/rung check-in close")
    assert five.people[3].whispers[-1].startswith("Fraud's owners decide that")
    five.owner.command("/rung check-in close")
    assert five.status == "in_review"
    five.owner.command("/rung check-in publish")
    assert five.status == "published"
    five.owner.command("/rung check-in publish")
    assert five.owner.whispers[-1] == "No check-in of Fraud is under way. /rung check-in start begins one."
    assert len([each for each in five.posts() if each.startswith("Fraud, Q")]) == 1


def test_another_channel(three):
    other = three.server.slack.add_channel("ml-leads", members=[three.owner.person])
    three.start()
    for each in three.people:
        three.answers(each, LEVEL_1)
    press(three.owner, "Another channel", other)
    assert three.status == "in_review"
    assert f"It goes to <#{other}>, which 2 members can read" in three.owner.last
    press(three.owner, "Publish now")
    assert three.status == "published"
    three.owner.command("/rung history")
    assert "the result is published" in later_card(three)
    assert three.server.slack.messages(other)[0].text.startswith("Fraud, Q")
    assert not [each for each in three.posts() if each.startswith("Fraud, Q")]


def test_a_cancelled_one_asks_nobody_any_more(three):
    three.start()
    three.answers(three.people[0], LEVEL_1)
    three.owner.command("/rung check-in cancel")
    assert three.status == "cancelled"
    three.server.tick()
    assert [live_labels(each) for each in three.people[1:]] == [[], []]
    assert "was cancelled" in three.people[1].last
    assert "it was cancelled" in later_card(three)


def later_card(team: Teamwork) -> str:
    team.server.later(team.check_in.opened_at + timedelta(hours=1))
    return team.posts()[0]


def test_a_second_one_in_the_same_period_is_a_revision(three):
    three.start()
    three.owner.command("/rung check-in start")
    assert "is under way. /rung check-in shows it." in three.owner.whispers[-1]
    for each in three.people:
        three.answers(each, LEVEL_1)
    press(three.owner, "Publish now")
    assert three.status == "published"
    three.owner.command("/rung check-in start")
    offer = three.owner.slack.ephemerals(three.channel, three.owner.person)[-1]
    assert "has a result for" in offer.text
    three.owner.press(offer, elements_of(offer.blocks)[0], channel=three.channel)
    three.server.wait()
    assert (three.status, three.check_in.revision) == ("open", 1)
    for each in three.people:
        three.answers(each, "Yes")
    press(three.owner, "Publish now")
    summaries = [each for each in three.posts() if each.startswith("Fraud, Q")]
    assert len(summaries) == 2
    assert "level 2 of 2 on Google Cloud's scale, up from level 1." in summaries[1]
    assert "Due to work done; the same 3 people answered." in summaries[1]


def test_stop_asking_me(three):
    three.start()
    press(three.people[1], "Stop asking me")
    assert three.people[1].last.startswith("You are off Fraud's list and are asked no more.")
    assert len(three.team.roster) == 2
    three.answers(three.people[0], LEVEL_1)
    three.answers(three.people[2], LEVEL_1)
    assert three.status == "in_review"


def test_two_are_told_that_answers_can_be_guessed_and_one_alone(server):
    two = team_of(server, 2)
    two.start()
    assert "You are two, so each can work out the other's answers." in two.people[1].last
    one = team_of(server, 1, "Search", "ml-search")
    one.start()
    assert "You are the only one asked, so the team's result is your answers." in one.owner.last
    one.answers(one.owner, LEVEL_1)
    assert one.status == "in_review"


def test_somebody_who_has_left_is_waited_for_no_more_and_the_owner_hears_of_it(three):
    gone = three.people[2]
    three.server.slack.people[gone.person]["deleted"] = True
    three.start()
    assert f"My invitation of Fraud's check-in did not reach <@{gone.person}>" in str(
        [each.text for each in three.owner.slack.messages(three.owner.dm)]
    )
    three.answers(three.people[0], LEVEL_1)
    three.answers(three.people[1], LEVEL_1)
    assert three.status == "in_review"


def test_rung_is_not_in_the_channel_until_it_is_invited(server):
    people = [server.slack.add_person(f"person_{number}") for number in range(3)]
    channel = server.slack.add_channel("ml-fraud", members=people, with_bot=False)
    talks = [Talk(server, each, channel) for each in people]
    talks[0].command(f"/rung team new Fraud {' '.join(f'<@{each}>' for each in people)}", channel)
    team = Teamwork(server, channel, talks)
    team.start()
    assert any("The card of Fraud's check-in is not in" in each.text for each in talks[0].slack.messages(talks[0].dm))
    for each in team.people:
        team.answers(each, LEVEL_1)
    press(team.owner, "Publish now")
    assert team.posts() == []
    server.post(event=server.slack.invite(channel, people[0]))
    server.wait()
    posts = team.posts()
    assert any(each.startswith("Fraud, Q") for each in posts)
    summary = next(each for each in server.slack.messages(channel) if each.text.startswith("Fraud, Q"))
    assert [each.thread_ts for each in server.slack.messages(channel) if each.thread_ts] == [summary.ts]


def test_where_assess_leads(server):
    fraud, person = team_of(server, 3), None
    person = fraud.people[1]
    person.command("/rung assess")
    person.click("No")
    assert person.screen.startswith("Your own view. 1 answered")
    fraud.start()
    person.command("/rung assess", fraud.channel)
    assert person.screen.startswith("Fraud check-in. 0 answered")
    person.click("Yes")
    person.command("/rung assess private", fraud.channel)
    assert person.screen.startswith("Your own view. 1 answered")
    elsewhere = server.slack.add_channel("general", members=[person.person])
    person.command("/rung assess", elsewhere)
    assert person.screen.startswith("Fraud check-in. 1 answered")
    search = server.slack.add_channel("ml-search", members=[person.person])
    person.command(f"/rung team new Search <@{person.person}>", search)
    person.command("/rung check-in start", search)
    person.command("/rung assess", elsewhere)
    asked = person.slack.ephemerals(elsewhere, person.person)[-1]
    assert asked.text.startswith("Several check-ins wait for you. Which one?")
    chosen = next(each for each in elements_of(asked.blocks) if label_of(each) == "Choose a check-in")
    person.press(asked, chosen, value_of(chosen, f"Search, {fraud.check_in.period}"), elsewhere)
    server.wait()
    assert person.screen.startswith("Search check-in. 0 answered")
    person.command("/rung", elsewhere)
    assert "check-in" in person.slack.ephemerals(elsewhere, person.person)[-1].text


def test_a_check_in_of_others_is_not_theirs(three):
    three.start()
    stranger = Talk(three.server, three.server.slack.add_person("stranger"), three.channel)
    invitation = three.people[1].slack.messages(three.people[1].dm)[-1]
    stranger.command("/rung assess private")
    for element in elements_of(invitation.blocks):
        options = element.get("options")
        stranger.press(stranger.card, element, options[0]["value"] if options else None)
        three.server.wait()
        assert stranger.whispers[-1] == "You are not asked in that check-in. /rung assess starts your own view."
    assert three.check_in.declined == frozenset()


def test_a_team_that_is_not_there(talk):
    check_ins = [f"check-in {word}" for word in ("start", "close", "cancel", "discuss", "publish", "")]
    for words in (*check_ins, "level", "next", "history", "schedule", "schedule monthly", "actions"):
        for channel, said in ((talk.channel, "No team here yet."), (talk.dm, "I cannot tell which team you mean.")):
            talk.command(f"/rung {words}", channel)
            assert talk.slack.ephemerals(channel, talk.person)[-1].text.startswith(said), words


def test_an_unknown_word(three):
    three.owner.command("/rung check-in strat")
    assert three.owner.whispers[-1] == (
        'I do not know "/rung check-in strat"; did you mean /rung check-in start? Nothing was changed.'
    )


def test_a_rubbish_agreement_is_refused(three):
    three.start()
    three.answers(three.people[0], LEVEL_1)
    three.answers(three.people[1], {"auto_pipeline": "No"})
    three.answers(three.people[2], {"auto_pipeline": "Partly"})
    preview = three.owner.slack.messages(three.owner.dm)[-1]
    menu = next(each for each in elements_of(preview.blocks) if label_of(each) == "Record what was agreed")
    menu["options"][0]["value"] = f"{three.check_in.id}:no_such_practice yes"
    three.owner.press(preview, menu, menu["options"][0]["value"])
    three.server.wait()
    assert "That choice is from an older preview." in three.owner.whispers[-1]


def test_evidence_is_the_teams_and_notes_are_their_writers(three):
    three.start()
    person = three.people[1]
    press(person, "Start")
    person.says("https://ci.example.org/7")
    assert "the team sees it without your name" in person.screen
    person.says("only the scoring model, see https://private.example.org/1")
    person.answer_all("Yes")
    for each in (three.people[0], three.people[2]):
        three.answers(each, LEVEL_1)
    press(three.owner, "Publish now")
    details = three.posts()[-1]
    assert "https://ci.example.org/7" in details
    assert "private.example.org" not in str(three.posts())
    assert "scoring model" not in str(three.posts())


def test_a_note_is_shown_without_a_name_where_nobody_can_guess_it(server):
    team = team_of(server, 5)
    team.start()
    for number, person in enumerate(team.people[:3]):
        press(person, "Start")
        person.click("Add a note or link")
        person.send_form(f"Seen from desk {number}.", **({} if number == 1 else {"show_note": ["yes"]}))
        shown = "Your note, which the team reads without your name: " if number != 1 else "Your note: "
        assert f"{shown}Seen from desk {number}." in person.screen
        person.answer_all("Yes")
    team.owner.command("/rung check-in close")
    press(team.owner, "Publish now")
    details = team.posts()[-1]
    assert "Notes, shown without names:" in details
    assert "Seen from desk 0." in details
    assert "Seen from desk 2." in details
    assert "desk 1" not in str(team.posts())


def test_a_note_shown_to_the_team_is_shown_once(server):
    team = team_of(server, 5)
    for quarter in range(2):
        team.start()
        for number, person in enumerate(team.people):
            press(person, "Start")
            if (number, quarter) == (0, 0):
                person.click("Add a note or link")
                person.send_form("Only the scoring model.", show_note=["yes"])
            team.goes_on(person, "Yes")
        press(team.owner, "Publish now")
        assert ("Only the scoring model." in team.posts()[-1]) is (quarter == 0)
        team.server.later(team.check_in.opened_at + timedelta(days=91))


def test_a_note_is_not_shown_where_few_have_answered(server):
    team = team_of(server, 5)
    team.start()
    press(team.owner, "Start")
    team.owner.click("Add a note or link")
    team.owner.send_form("Only the scoring model.", show_note=["yes"])
    team.owner.answer_all("Yes")
    team.answers(team.people[1], "Yes")
    for person in team.people[2:]:
        press(person, "Not this time")
    press(team.owner, "Publish now")
    assert "scoring model" not in str(team.posts())


def test_a_small_team_is_not_offered_to_show_notes(three):
    three.start()
    press(three.owner, "Start")
    three.owner.click("Add a note or link")
    view = three.owner.slack.open_view(three.owner.person)
    assert "Show to the team" not in str(view)
    assert "A note is yours alone." in str(view)


def test_open_answers_say_who_said_what_to_those_who_were_asked(server):
    team = team_of(server, 3)
    team.owner.command("/rung team answers open")
    team.start()
    assert "Answers are open: your team sees who said what." in team.people[1].last
    team.answers(team.people[0], "Yes")
    team.answers(team.people[1], LEVEL_1)
    team.answers(team.people[2], LEVEL_1)
    said = f"CI/CD for pipelines and models: yes, <@{team.people[0].person}>; no, "
    assert said in team.owner.last
    press(team.owner, "Publish now")
    team.people[2].command("/rung level")
    assert said in team.people[2].whispers[-1]
    assert not any("<@" in each for each in team.posts())
    stranger = Talk(server, server.slack.add_person("product_owner"), team.channel)
    stranger.command("/rung level")
    assert "level 1 of 2" in stranger.whispers[-1]
    assert said not in stranger.whispers[-1]


def test_history_lists_the_results_and_shows_each_as_it_was(three):
    three.owner.command("/rung history")
    assert three.owner.whispers[-1].startswith("Fraud has no published result yet.")
    for answers in (LEVEL_1, "Yes"):
        three.owner.command("/rung check-in start")
        for message in three.owner.slack.ephemerals(three.channel, three.owner.person)[-1:]:
            for element in elements_of(message.blocks):
                if label_of(element) == "Start a revision":
                    three.owner.press(message, element, channel=three.channel)
                    three.server.wait()
        for each in three.people:
            three.answers(each, answers)
        press(three.owner, "Publish now")
    person = three.people[1]
    person.command("/rung history")
    listed = person.slack.ephemerals(three.channel, person.person)[-1]
    assert listed.text.startswith("Fraud on Google Cloud's scale: level 1, then level 2.")
    menu = elements_of(listed.blocks)[0]
    assert len(menu["options"]) == 2
    person.press(listed, menu, menu["options"][1]["value"], three.channel)
    three.server.wait()
    first = next(each for each in three.posts() if each.startswith("Fraud, Q"))
    assert person.slack.ephemerals(three.channel, person.person)[-1].text.startswith(first)
    stranger = Talk(three.server, three.server.slack.add_person("stranger"), three.server.slack.add_channel("other"))
    three.server.slack.channels[stranger.channel].members.add(stranger.person)
    stranger.command("/rung team", stranger.channel)
    stranger.press(
        person.slack.ephemerals(stranger.channel, stranger.person)[-1],
        menu,
        menu["options"][1]["value"],
        stranger.channel,
    )
    three.server.wait()
    assert stranger.whispers[-1] == "That result is Fraud's. Ask them to share it."


def counted_result(team: Teamwork) -> str:
    """What everybody reads of the last result."""
    with team.server.database.reading() as repositories:
        return str(team_result(repositories, team.check_in))


def test_starting_over_afterwards_takes_nothing_out_of_the_result(three):
    three.start()
    for each in three.people:
        three.answers(each, LEVEL_1)
    press(three.owner, "Publish now")
    before = counted_result(three)
    for each in three.people:
        press(each, "Change an answer")
        press(each, "Start over")
        press(each, "Start over")
        assert "0 answered" in each.screen
        each.click("No")
    assert counted_result(three) == before


def test_starting_over_before_it_closes_counts_what_is_said_then(three):
    three.start()
    person = three.people[0]
    three.answers(person, "Yes")
    press(person, "Change an answer")
    press(person, "Start over")
    press(person, "Start over")
    person.answer_all("No")
    for each in three.people[1:]:
        three.answers(each, "No")
    with three.server.database.reading() as repositories:
        result = team_result(repositories, three.check_in)
    assert set(result.sheet.answers.values()) == {Answer.NO}
    assert result.turnout.answered == 3


def test_a_team_that_ends_asks_nobody_any_more(three):
    three.start()
    check_in = three.check_in
    three.owner.command("/rung team end Fraud")
    three.server.tick()
    with three.server.database.reading() as repositories:
        assert str(repositories.check_ins.get(check_in.id).status) == "cancelled"
    assert [live_labels(each) for each in three.people] == [[], [], []]


def test_not_this_time_takes_back_what_was_said(server):
    five = team_of(server, 5)
    five.start()
    person = five.people[4]
    invitation = person.slack.messages(person.dm)[-1]
    decline = next(each for each in elements_of(invitation.blocks) if label_of(each) == "Not this time")
    press(person, "Start")
    person.says("https://ci.example.org/7")
    person.press(invitation, decline)
    server.wait()
    for each in five.people[:4]:
        five.answers(each, LEVEL_1)
    press(five.owner, "Publish now")
    assert "ci.example.org" not in str(five.posts())
    assert "4 of 5 answered." in five.posts()[-2]


def test_who_answers_after_all_takes_part_again(three):
    three.start()
    person = three.people[2]
    invitation = person.slack.messages(person.dm)[-1]
    decline = next(each for each in elements_of(invitation.blocks) if label_of(each) == "Not this time")
    press(person, "Start")
    person.press(invitation, decline)
    three.server.wait()
    assert len(three.check_in.declined) == 1
    person.answer_all("Yes")
    assert three.check_in.declined == frozenset()
    for each in three.people[:2]:
        three.answers(each, LEVEL_1)
    assert three.check_in.answered == 3


def test_what_all_say_never_applies_is_for_the_owner_to_record(three):
    three.start()
    for each in three.people:
        press(each, "Start")
        while "Yes" in each.labels():
            practice = each.element("Yes")["value"].partition(":")[2]
            if practice != "prediction_log":
                each.click("Yes")
                continue
            each.click("More")
            each.click("Does not apply")
            each.click("It never applies")
            each.send_form("no live requests")
    if three.status == "in_review" and "Record what was agreed" in live_labels(three.owner):
        press(three.owner, "Record what was agreed", "the prediction log: does not apply")
        press(three.owner, "Publish now")
        assert "does not apply" in three.posts()[-1]


def test_the_owner_hears_when_the_result_cannot_be_posted_also_a_second_time(three):
    three.start()
    for each in three.people:
        three.answers(each, LEVEL_1)
    three.server.slack.channels[three.channel].members.discard(three.server.slack.bot_user_id)
    three.server.later(three.check_in.opened_at + timedelta(minutes=2))
    press(three.owner, "Publish now")
    three.server.tick()
    told = [each.text for each in three.owner.slack.messages(three.owner.dm)]
    assert any(each.startswith("Fraud's result is not in") for each in told)


def test_a_scale_that_is_gone_stops_one_team_before_it_asks(three, server):
    with server.database.transaction() as repositories:
        repositories.teams.save(three.team, replace(three.team, headline_scale="house"))
    three.owner.command("/rung check-in start")
    assert '"house" is not a scale Rung knows' in three.owner.whispers[-1]
    three.owner.command("/rung team")
    settings = three.owner.slack.ephemerals(three.channel, three.owner.person)[-1]
    button = next(each for each in elements_of(settings.blocks) if label_of(each) == "Settings")
    three.owner.press(settings, button, channel=three.channel)
    server.wait()
    assert three.owner.slack.open_view(three.owner.person)["title"]["text"] == "Team settings"


def test_a_check_in_that_runs_into_an_error_holds_up_no_other(server):
    broken, fine = team_of(server, 1), team_of(server, 1, "Search", "ml-search")
    for team in (broken, fine):
        team.start()
        team.answers(team.owner, LEVEL_1)
    with server.database.backend.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE check_in SET headline_scale = 'house' WHERE team_name = 'Fraud'")
    fine.pass_publication()
    assert fine.status == "published"
    assert broken.status == "in_review"


def test_the_clock_publishes_without_getting_in_the_way_of_an_owner(three):
    """Both lock the team before the check-in; the other way round each would wait for the other."""
    three.start()
    for each in three.people:
        three.answers(each, "Yes")
    server = three.server
    server.clock.shift = three.check_in.publish_at - datetime.now(UTC)
    steps = CheckInSteps(
        server.application.runner, server.gateway, server.application.sender, server.slack.workspace_id
    )
    team, check_in = three.team, three.check_in
    with ThreadPoolExecutor(1) as pool:
        with server.database.transaction() as repositories:
            repositories.teams.lock(team.id)
            publishing = pool.submit(steps.meet_one_deadline)
            time.sleep(0.2)
            repositories.check_ins.lock(check_in.id)
        assert publishing.result()
    assert three.status == "published"
