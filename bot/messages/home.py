"""Rung's own page in Slack: what waits, and one's teams."""

from bot.pictures.pictures import image
from bot.slack.blocks import Block, actions, bold, button, context, divider, sections
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import render_notice, render_words
from flows.acts.own_time.home import Home, HomeTeam

MOST_TEAMS = 10  # on one page; /rung team lists them all


def home_page(home: Home) -> Block:
    """The page as a view."""
    words = render_words("home", home=home)
    label = "Continue" if home.waiting.going else "Start"
    start = actions(button(label, ActionId.ASSESS, "home"), block_id="home")
    teams = [block for each in home.teams[:MOST_TEAMS] for block in _team(each)]
    how = context(words.parts["how"])
    return {
        "type": "home",
        "blocks": [
            *sections(words.parts["waiting"]),
            start,
            *sections(words.parts["no_teams"]),
            *teams,
            *([divider(), *sections(words.parts["quizzes"])] if home.quizzes else []),
            *([how] if how else []),
        ],
    }


def _team(team: HomeTeam) -> list[Block]:
    part = render_notice("home_team", team).parts
    shown = sections("\n".join(filter(None, [bold(part["level"]), part["step"], part["actions"]])))
    state = context(part["next"])
    handle = Handle(team.team.id)
    row = actions(
        None if team.running else handle.button("Start a check-in", ActionId.START_CHECK_IN),
        handle.button("Settings", ActionId.TEAM_SETTINGS),
        block_id=f"team:{team.team.id}",
    )
    picture = [image(team.trend)] if team.trend else []
    return [divider(), *shown, *picture, *([state] if state else []), *([row] if team.can_decide else [])]
