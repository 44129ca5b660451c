"""The buttons and forms about teams."""

from dataclasses import replace

from bot.listeners.listening import Listening, Route, unopened
from bot.listeners.roles import DECIDING, HERE, PEOPLE
from bot.listeners.teams_shared import card_after, create, offer, show
from bot.messages.team_forms import team_form
from bot.messages.teams import no_team
from bot.slack.blocks import Block, Message
from bot.slack.candidates import LookUp
from bot.slack.handles import NEW, Handle
from bot.slack.ids import ALWAYS, YES, ActionId, Field, FormId
from bot.slack.inbound import Pressed, SentForm
from flows.acts.shared.act import Act
from flows.acts.teams.people import ChosenPeople, check_chosen, set_people
from flows.acts.teams.see_teams import TeamCard, list_teams
from flows.acts.teams.teams import TeamNews, TeamPlan, change_team, make_team
from flows.calendar.typed_zones import clean_zone
from flows.maturity.loading import DEFAULT_HEADLINE
from flows.teams.person import NamedPeople
from flows.teams.team import OPTIONS, Team, TeamChoices, choices_of, with_choices


def handle_create(listening: Listening, pressed: Pressed) -> None:
    """Create and start, on an offer."""
    channel, people, name = _offered(pressed)
    create(listening, pressed, TeamPlan(name, channel), NamedPeople(people), starts=True)


def handle_no_team(_: Listening, __: Pressed) -> Message:
    """Not now."""
    return no_team()


def handle_channel(listening: Listening, pressed: Pressed) -> None:
    """A channel chosen to become a team."""
    teams = listening.once(pressed, list_teams)
    if teams and pressed.chosen:
        offer(listening, pressed, pressed.chosen, teams)


def handle_plan(listening: Listening, pressed: Pressed) -> None:
    """Choose settings, on an offer."""
    channel, people, name = _offered(pressed)

    def form() -> Block:
        asker = listening.gateway.profile(pressed.actor.slack_id)
        choices = TeamChoices(name, DEFAULT_HEADLINE, (), asker.time_zone)
        handle = Handle(NEW, f"{channel} {pressed.response_url or ''}")
        return team_form(handle, choices, listening.runner.maturity.scales, people, (asker.slack_id,))

    listening.open_form(pressed, form)


def handle_settings(listening: Listening, pressed: Pressed) -> None:
    """Settings, on a team."""

    def form() -> Block:
        card = unopened(listening.once_for_team(pressed, _seen), "Settings")
        handle = Handle(card.team.id, pressed.response_url)
        return team_form(handle, choices_of(card.team), listening.runner.maturity.scales, card.roster, card.owners)

    listening.open_form(pressed, form)


def handle_form_of_new(listening: Listening, sent: SentForm) -> None:
    """A new team: all but its people is made before the form closes, so that what is wrong is said in it."""
    channel, _, response_url = (sent.handle.subject or "").partition(" ")
    choices, asker = _chosen(sent), (sent.actor.slack_id,)
    chosen = _chosen_people(sent, asker, asker)

    def make(act: Act) -> Team:
        team = make_team(act, TeamPlan(choices.name, channel)).team
        return change_team(act, team, lambda named: with_choices(named, choices, act.maturity)).team

    team = listening.once(sent, make)
    if team:
        _set_people(listening, replace(sent, handle=Handle(team.id, response_url)), chosen, asker)


def handle_form_of_team(listening: Listening, sent: SentForm) -> None:
    """Changed settings."""
    choices, maturity = _chosen(sent), listening.runner.maturity
    _chosen_people(sent, (), ())

    def change(act: Act, team: Team) -> TeamCard:
        return card_after(act, change_team(act, team, lambda before: with_choices(before, choices, maturity)))

    card = listening.once_for_team(sent, change)
    if card:
        chosen = _chosen_people(sent, card.roster, card.owners)
        _set_people(listening, sent, chosen, (*card.roster, *card.owners))


def _chosen_people(sent: SentForm, roster: tuple[str, ...], owners: tuple[str, ...]) -> ChosenPeople:
    """The people chosen, else those given; more than a team has room for are refused before Slack is asked."""
    chosen = ChosenPeople(sent.fields.get(Field.ROSTER, roster), sent.fields.get(Field.OWNERS, owners))
    check_chosen(chosen)
    return chosen


def _set_people(listening: Listening, sent: SentForm, chosen: ChosenPeople, known: tuple[str, ...]) -> None:
    """Take these people, of whom some are known, and show the team in place of the message with the button."""
    # The form has been answered; this is the second thing that it does, on the team that is there now.
    second = replace(sent.opener, request_id=f"{sent.request_id} people", route=FormId.TEAM)
    look_up = LookUp(listening.gateway)
    unknown = tuple(slack_id for slack_id in (*chosen.roster, *chosen.owners) if slack_id not in known)

    def answer() -> None:
        people = replace(chosen, newcomers=look_up.profiles(unknown))
        card = listening.once_for_team(second, lambda act, team: card_after(act, set_people(act, team, people)))
        show(listening, second, card)

    listening.work(second, answer)


def _seen(act: Act, team: Team) -> TeamCard:
    return card_after(act, TeamNews(team))


def _offered(pressed: Pressed) -> tuple[str, tuple[str, ...], str]:
    """Channel, people and name on the buttons of an offer."""
    channel, people, name = [*pressed.words.split(" ", 2), "", ""][:3]
    return channel, tuple(filter(None, people.split(","))), name


def _chosen(sent: SentForm) -> TeamChoices:
    """What a form says about a team beside its people."""
    return TeamChoices(
        name=sent.one(Field.NAME),
        headline_scale=sent.one(Field.HEADLINE) or DEFAULT_HEADLINE,
        scales=sent.fields.get(Field.SCALES, ()),
        time_zone=clean_zone(sent.one(Field.ZONE)),
        on_leaderboard=sent.one(Field.LEADERBOARD) in {YES, ALWAYS},
        shows_lowest=sent.one(Field.LEADERBOARD) == ALWAYS,
        options=frozenset(option.word for option in OPTIONS if sent.one(option.word) == YES),
    )


ROUTES = (
    Route(ActionId.CREATE_TEAM, PEOPLE, handle_create),
    Route(ActionId.PLAN_TEAM, PEOPLE, handle_plan),
    Route(ActionId.NO_TEAM, HERE, handle_no_team),
    Route(ActionId.TEAM_CHANNEL, PEOPLE, handle_channel),
    Route(FormId.NEW_TEAM, PEOPLE, handle_form_of_new),
    Route(ActionId.TEAM_SETTINGS, DECIDING, handle_settings),
    Route(FormId.TEAM, DECIDING, handle_form_of_team),
)
