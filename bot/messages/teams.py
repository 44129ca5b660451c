"""What people read about teams."""

from bot.slack.blocks import Message, actions, bold, button, channel_menu, context, message, sections
from bot.slack.candidates import MOST_CHOSEN, Candidates
from bot.slack.handles import NEW, Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import render_notice, render_words
from flows.acts.teams.see_teams import TeamCard, TeamList
from flows.teams.team import Team


def team_card(card: TeamCard) -> Message:
    """A team, and what was just done to it."""
    words = render_notice("team_card", card)
    part = words.parts
    handle = Handle(card.team.id)
    row = (
        None if card.is_running else handle.button("Start a check-in", ActionId.START_CHECK_IN),
        handle.button("Settings", ActionId.TEAM_SETTINGS),
    )
    return message(
        words.text,
        sections(
            part["news"], f"{bold(part['team'])}\n{part['people']}", part["running"], part["asked"], part["left_out"]
        ),
        context(part["choices"]),
        sections(part["invitation"]),
        actions(*row) if card.can_decide else None,
        context(part["how"]),
    )


def team_offer(found: Candidates, channel_id: str, name: str, mine: tuple[str, ...]) -> Message:
    """Whether to make a channel a team; `name` is one that was asked for, `mine` are teams that could move here."""
    people = tuple(each.slack_id for each in found.people)
    called = name or found.name
    words = render_words(
        "team_offer",
        name=called,
        is_named=bool(name),
        channel_id=channel_id,
        people=people,
        members=found.members,
        most=MOST_CHOSEN,
        mine=mine,
    )
    handle = Handle(NEW, f"{channel_id} {','.join(people)} {called}")
    return message(
        words.text,
        sections(bold(words.parts["offer"]), words.parts["people"]),
        context(words.parts["mine"]),
        actions(
            handle.button("Create and start", ActionId.CREATE_TEAM, style="primary") if called else None,
            handle.button("Choose settings", ActionId.PLAN_TEAM),
            button("Not now", ActionId.NO_TEAM, NEW),
        ),
    )


def team_list(teams: TeamList) -> Message:
    """The teams somebody is in, by name."""
    words = render_notice("team_list", teams)
    choose = channel_menu("Choose a channel", ActionId.TEAM_CHANNEL)
    return message(
        words.text,
        sections(words.parts["teams"]),
        None if teams.teams else actions(choose),
        context(words.parts["how"]),
    )


def no_team() -> Message:
    """After Not now."""
    text = render_words("no_team").text
    return message(text, sections(text))


def team_over(team: Team) -> Message:
    """After leaving a team, or ending it."""
    text = render_words("team_over", team=team).text
    return message(text, sections(text))
