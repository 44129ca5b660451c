"""What people read about teams."""

from bot.slack.blocks import Message, actions, bold, button, channel_menu, context, message, sections
from bot.slack.candidates import MOST_CHOSEN, Candidates
from bot.slack.handles import NEW, Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import Safe, render_notice, render_words
from flows.acts.teams.see_teams import TeamCard, TeamList
from flows.teams.team import OPTIONS, Team


def team_card(card: TeamCard) -> Message:
    """Show a team, and what was just done to it."""
    options = render_words("team_options").parts
    said = [options[f"{option.word}_is_{'on' if option.of(card.team) else 'off'}"] for option in OPTIONS]
    words = render_notice("team_card", card, options=Safe(" ".join(said)))
    part = words.parts
    handle = Handle(card.team.id)
    row = []
    if card.can_decide and not card.is_running:
        row.append(handle.button("Start a check-in", ActionId.START_CHECK_IN))
    if card.can_decide:
        row.append(handle.button("Settings", ActionId.TEAM_SETTINGS))
    return message(
        words.text,
        sections(
            part["news"],
            f"{bold(part['team'])}\n{part['people']}",
            part["running"],
            part["asked"],
            part["groups"],
            part["left_out"],
        ),
        context(part["choices"]),
        sections(part["invitation"]),
        actions(*row),
        context(part["how"]),
    )


def team_offer(candidates: Candidates, channel_id: str, name: str, mine: tuple[str, ...]) -> Message:
    """Offer to make a channel a team; `name` was asked for, the teams `mine` could move here."""
    people = tuple(person.slack_id for person in candidates.people)
    called = name or candidates.name
    words = render_words(
        "team_offer",
        name=called,
        is_named=bool(name),
        channel_id=channel_id,
        people=people,
        members=candidates.members,
        most=MOST_CHOSEN,
        mine=mine,
    )
    handle = Handle(NEW, f"{channel_id} {','.join(people)} {called}")
    row = [handle.button("Choose settings", ActionId.PLAN_TEAM), button("Not now", ActionId.NO_TEAM, NEW)]
    if called:
        row.insert(0, handle.button("Create and start", ActionId.CREATE_TEAM, style="primary"))
    return message(
        words.text,
        sections(bold(words.parts["offer"]), words.parts["people"]),
        context(words.parts["mine"]),
        actions(*row),
    )


def team_list(teams: TeamList) -> Message:
    """List the teams a person is in."""
    words = render_notice("team_list", teams)
    row = []
    if not teams.teams:
        row.append(channel_menu("Choose a channel", ActionId.TEAM_CHANNEL))
    return message(words.text, sections(words.parts["teams"]), actions(*row), context(words.parts["how"]))


def no_team() -> Message:
    """Reply to Not now: the channel stays as it is."""
    text = render_words("no_team").text
    return message(text, sections(text))


def team_over(team: Team) -> Message:
    """Say that a person has left a team, or that a team has ended."""
    text = render_words("team_over", team=team).text
    return message(text, sections(text))
