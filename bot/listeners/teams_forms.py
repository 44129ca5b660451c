"""The buttons and forms about teams."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from slack_bolt import Ack, App

from bot.listeners.listening import Listening, unopened
from bot.listeners.teams_changes import card_after, create, offer, show
from bot.messages.team_forms import team_form
from bot.messages.teams import no_team
from bot.slack.blocks import Block
from bot.slack.candidates import profiles
from bot.slack.handles import NEW, Handle
from bot.slack.ids import ALWAYS, YES, ActionId, Field, FormId
from bot.slack.payloads import Pressed, SentForm, read_form
from flows.acts.shared.act import Act
from flows.acts.teams.see_teams import TeamCard, list_teams
from flows.acts.teams.teams import TeamNews, TeamPlan, Where, change_team, clean_zone, found_team, set_people
from flows.maturity.loading import DEFAULT_HEADLINE
from flows.teams.team import Team, TeamChoices, with_choices


def register(app: App, listening: Listening) -> None:
    """Register the forms."""

    @app.view(FormId.NEW_TEAM)
    def handle_new_team(ack: Ack, body: dict[str, Any]) -> None:
        handle_form_of_new(listening, read_form(body))
        ack()

    @app.view(FormId.TEAM)
    def handle_team(ack: Ack, body: dict[str, Any]) -> None:
        handle_form_of_team(listening, read_form(body))
        ack()


def handle_create(listening: Listening, pressed: Pressed) -> None:
    """Create and start, on an offer."""
    channel, people, name = _offered(pressed)
    listening.reply(
        pressed.inbound, lambda: create(listening, pressed.inbound, TeamPlan(name, channel), people, starts=True)
    )


def handle_no_team(listening: Listening, pressed: Pressed) -> None:
    """Not now."""
    listening.answer(no_team(), pressed.inbound)


def handle_channel(listening: Listening, pressed: Pressed) -> None:
    """A channel chosen to become a team."""
    seen = listening.once(pressed.action, pressed.inbound, lambda act: list_teams(act, act.lock_person()))
    if seen and pressed.chosen:
        offer(listening, pressed.inbound, pressed.chosen, seen)


def handle_plan(listening: Listening, pressed: Pressed) -> None:
    """Choose settings, on an offer."""
    channel, people, name = _offered(pressed)

    def form() -> Block:
        asker = listening.gateway.profile(pressed.inbound.actor.slack_id)
        choices = TeamChoices(name, DEFAULT_HEADLINE, (), asker.time_zone)
        handle = Handle(NEW, f"{channel} {pressed.inbound.response_url or ''}")
        return team_form(handle, choices, listening.runner.maturity.scales, people, (asker.slack_id,))

    listening.open_form(pressed.inbound, form)


def handle_settings(listening: Listening, pressed: Pressed) -> None:
    """Settings, on a team."""
    where = Where(team_id=pressed.handle.id)

    def form() -> Block:
        card = unopened(listening.once_for_team(pressed.action, pressed.inbound, where, _seen), "Settings")
        handle = Handle(card.team.id, pressed.inbound.response_url)
        return team_form(handle, _choices_of(card.team), listening.runner.maturity.scales, card.roster, card.owners)

    listening.open_form(pressed.inbound, form)


def handle_form_of_new(listening: Listening, sent: SentForm) -> None:
    """A new team: all but its people is made before the form closes, so that what is wrong is said in it."""
    channel, _, response_url = (sent.handle.subject or "").partition(" ")
    choices = _chosen(sent)

    def found(act: Act) -> Team:
        team = found_team(act, TeamPlan(choices.name, channel)).team
        return change_team(act, team, lambda named: with_choices(named, choices, act.maturity)).team

    team = listening.once(FormId.NEW_TEAM, sent.inbound, found)
    if team:
        asker = (sent.inbound.actor.slack_id,)
        roster, owners = sent.fields.get(Field.ROSTER, asker), sent.fields.get(Field.OWNERS, asker)
        _set_people(listening, replace(sent, handle=Handle(team.id, response_url)), roster, owners)


def handle_form_of_team(listening: Listening, sent: SentForm) -> None:
    """Changed settings."""
    choices = _chosen(sent)
    card = listening.once_for_team(
        FormId.TEAM,
        sent.inbound,
        Where(team_id=sent.handle.id),
        lambda act, team: card_after(
            act, change_team(act, team, lambda found: with_choices(found, choices, act.maturity))
        ),
    )
    if card:
        roster, owners = sent.fields.get(Field.ROSTER, card.roster), sent.fields.get(Field.OWNERS, card.owners)
        _set_people(listening, sent, roster, owners)


def _set_people(listening: Listening, sent: SentForm, roster: tuple[str, ...], owners: tuple[str, ...]) -> None:
    """Ask Slack who the people chosen are, take them, and show the team in place of the message with the button."""
    # What the form was opened from is answered, and this is the second thing that the form has done.
    inbound = replace(
        sent.inbound,
        request_id=f"{sent.inbound.request_id} people",
        response_url=sent.handle.subject,
        message_id=sent.handle.id,
    )

    def answer() -> None:
        asked, deciding = profiles(listening.gateway, roster), profiles(listening.gateway, owners)
        card = listening.once_for_team(
            FormId.TEAM,
            inbound,
            Where(team_id=sent.handle.id),
            lambda act, team: card_after(act, set_people(act, team, asked, deciding)),
        )
        show(listening, inbound, card)

    listening.reply(inbound, answer)


def _seen(act: Act, team: Team) -> TeamCard:
    return card_after(act, TeamNews(team))


def _offered(pressed: Pressed) -> tuple[str, tuple[str, ...], str]:
    """Channel, people and name on the buttons of an offer."""
    channel, people, name = [*(pressed.handle.subject or "").split(" ", 2), "", ""][:3]
    return channel, tuple(filter(None, people.split(","))), name


def _choices_of(team: Team) -> TeamChoices:
    return TeamChoices(**{each.name: getattr(team, each.name) for each in fields(TeamChoices)})


def _chosen(sent: SentForm) -> TeamChoices:
    """What a form says about a team beside its people."""

    def one(field: Field) -> str:
        return "".join(sent.fields.get(field, ())[:1])

    return TeamChoices(
        name=one(Field.NAME),
        headline_scale=one(Field.HEADLINE) or DEFAULT_HEADLINE,
        scales=sent.fields.get(Field.SCALES, ()),
        time_zone=clean_zone(one(Field.ZONE)),
        on_leaderboard=one(Field.LEADERBOARD) in {YES, ALWAYS},
        shows_lowest=one(Field.LEADERBOARD) == ALWAYS,
        has_open_answers=one(Field.ANSWERS) == YES,
    )


TEAM_HANDLERS: dict[str, Callable[[Listening, Pressed], None]] = {
    ActionId.CREATE_TEAM: handle_create,
    ActionId.PLAN_TEAM: handle_plan,
    ActionId.NO_TEAM: handle_no_team,
    ActionId.TEAM_CHANNEL: handle_channel,
    ActionId.TEAM_SETTINGS: handle_settings,
}
