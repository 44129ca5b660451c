"""The form in which a team is made and changed."""

from collections.abc import Mapping, Sequence

from bot.slack.blocks import Block, plain_text
from bot.slack.form_blocks import form_of, input_of, so_far_in
from bot.slack.handles import Handle
from bot.slack.ids import ALWAYS, NO, YES, Field, FormId
from bot.slack.rendering import Words, plain, render_words
from flows.maturity.scale import Scale
from flows.teams.team import LONGEST_NAME, MOST_OWNERS, MOST_PEOPLE, OPTIONS, TeamChoices

LEADERBOARDS = {"leaderboard_no": NO, "leaderboard_yes": YES, "leaderboard_always": ALWAYS}


def team_form(
    handle: Handle, choices: TeamChoices, scales: Sequence[Scale], roster: Sequence[str], owners: Sequence[str]
) -> Block:
    """Make the form of a team, with all that is chosen so far; `roster` and `owners` are Slack ids."""
    is_there = not handle.is_new
    words, of_options = render_words("team_form", is_there=is_there), render_words("team_options")
    options = [option(scale.title, scale.scale) for scale in scales][:100]
    headline = [menu_option for menu_option in options if menu_option["value"] == choices.headline_scale]
    beside = [menu_option for menu_option in options if menu_option["value"] in choices.scales]
    blocks = [
        input_of(words, Field.NAME, text_field(LONGEST_NAME, choices.name)),
        input_of(words, Field.ROSTER, _people(roster, MOST_PEOPLE), optional=True),
        input_of(words, Field.OWNERS, _people(owners, MOST_OWNERS)),
        input_of(words, Field.HEADLINE, one_of(options, headline)),
        input_of(words, Field.SCALES, _several(options, beside), optional=True),
        input_of(words, Field.LEADERBOARD, _choice(words, LEADERBOARDS, choices.on_leaderboard + choices.shows_lowest)),
        *(
            _option_input(of_options, team_option.word, on=team_option.word in choices.options)
            for team_option in OPTIONS
        ),
        input_of(words, Field.ZONE, text_field(60, choices.time_zone)),
    ]
    if is_there:
        return form_of(words, FormId.TEAM, handle, blocks)
    return form_of(words, FormId.NEW_TEAM, handle, blocks, submit="Create")


def _option_input(words: Words, word: str, *, on: bool) -> Block:
    return input_of(words, word, _choice(words, {f"{word}_off": NO, f"{word}_on": YES}, int(on)))


def text_field(most: int, so_far: str) -> Block:
    """A field for one line of text, with what is written so far."""
    return so_far_in({"type": "plain_text_input", "max_length": most}, initial_value=so_far[:most])


def _people(so_far: Sequence[str], most: int) -> Block:
    return so_far_in({"type": "multi_users_select", "max_selected_items": most}, initial_users=list(so_far))


def one_of(options: list[Block], so_far: list[Block]) -> Block:
    """A menu for one option, with the option chosen so far."""
    chosen = next(iter(so_far), None)
    return so_far_in({"type": "static_select", "options": options}, initial_option=chosen)


def _several(options: list[Block], so_far: list[Block]) -> Block:
    return so_far_in({"type": "multi_static_select", "options": options}, initial_options=so_far)


def _choice(words: Words, offered: Mapping[str, str], chosen: int) -> Block:
    options = [option(plain(words.parts[part]), value) for part, value in offered.items()]
    return {"type": "radio_buttons", "options": options, "initial_option": options[chosen]}


def option(label: str, value: str) -> Block:
    """An entry of a menu."""
    return {"text": plain_text(label), "value": value}
