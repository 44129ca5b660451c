"""Rung's own page in Slack: what waits, and the teams of the person who looks."""

from bot.pictures.pictures import image
from bot.slack.blocks import START_OR_CONTINUE, Block, actions, bold, button, context, divider, flat, sections
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import render_notice, render_words
from flows.acts.own_time.home import Home, HomeTeam

MOST_TEAMS = 10  # on one page; /rung team lists them all


def home_page(home: Home) -> Block:
    """Make the page as a view."""
    words = render_words("home", home=home)
    part, label = words.parts, START_OR_CONTINUE[home.waiting.progress is not None]
    start = actions(button(label, ActionId.ASSESS, "home"), block_id="home")
    blocks = flat(sections(part["waiting"]), start, sections(part["no_teams"]))
    for team in home.teams[:MOST_TEAMS]:
        blocks += _team(team)
    if home.quizzes:
        blocks += [divider(), *sections(part["quizzes"])]
    return {"type": "home", "blocks": flat(blocks, context(part["how"]))}


def _team(team: HomeTeam) -> list[Block]:
    part = render_notice("home_team", team).parts
    shown = flat(divider(), sections("\n".join(filter(None, [bold(part["level"]), part["step"], part["actions"]]))))
    if team.trend:
        shown.append(image(team.trend))
    return flat(shown, context(part["next"]), _row(team))


def _row(team: HomeTeam) -> Block | None:
    if not team.can_decide:
        return None
    handle, row = Handle(team.team.id), []
    if not team.running:
        row.append(handle.button("Start a check-in", ActionId.START_CHECK_IN))
    row.append(handle.button("Settings", ActionId.TEAM_SETTINGS))
    return actions(*row, block_id=f"team:{team.team.id}")
