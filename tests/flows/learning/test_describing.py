from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from pydantic import ValidationError

from flows.learning.describing import Descriptions, describe, is_describable, made_up
from flows.learning.loading import Learning
from flows.learning.question import Question
from flows.learning.quiz import Mix, draw
from flows.maturity.answer import Answer, Sheet
from flows.maturity.loading import Maturity
from flows.maturity.placement import place
from flows.maturity.scale import Scale

MADE = 10_000
SAID = {"yes": Answer.YES, "partial": Answer.PARTIAL, "no": Answer.NO}


def meant(question: Question, descriptions: Descriptions, practices: list[str]) -> Sheet:
    """The answers of a team, read again from the words in which it is described."""
    described, _, _ = question.asks.rpartition(" Which ")
    described, _, rest = described.removesuffix(".").rpartition(". ")
    others = {"Everything else is in place": Answer.YES, "Nothing else is in place": Answer.NO}[rest]
    sounds = {
        getattr(each, how).casefold(): (practice, answer)
        for practice, each in descriptions.practices.items()
        for how, answer in SAID.items()
    }
    return Sheet(dict.fromkeys(practices, others) | dict(sounds[each.casefold()] for each in described.split("; ")))


def level_in(says: str, scale: Scale) -> int:
    word, number = says.partition(",")[0].split()
    assert word.casefold() == scale.level_word
    return int(number)


def test_no_two_practices_sound_alike(learning: Learning):
    said = [getattr(each, how).casefold() for each in learning.descriptions.practices.values() for how in SAID]
    assert len(set(said)) == len(said)
    assert not any("; " in each for each in said)


def test_exactly_one_option_is_right_by_the_engine(maturity: Maturity, learning: Learning):
    chance, practices = Random(6), list(maturity.catalogue.by_id)
    for number in range(MADE):
        scale = maturity.scales[number % len(maturity.scales)]
        question = describe(maturity, learning.descriptions, scale, chance)
        placed = place(scale, maturity.catalogue, meant(question, learning.descriptions, practices))
        levels = [level_in(each.says, scale) for each in question.options]
        assert len(set(levels)) == len(levels) == min(4, len(scale.levels)), question
        right = [option for option, level in zip(question.options, levels, strict=True) if level == placed.level.level]
        assert [each.right for each in right] == [True], question
        assert sum(each.right for each in question.options) == 1
        assert scale.short in question.asks


def test_every_level_is_asked_for_about_as_often(maturity: Maturity, learning: Learning):
    chance = Random(7)
    for scale in maturity.scales:
        made = (describe(maturity, learning.descriptions, scale, chance) for _ in range(300))
        asked = Counter(each.levels[0] for each in made)
        assert len(asked) == len(scale.levels)
        assert min(asked.values()) > 300 / len(scale.levels) / 4, asked


def test_below_the_top_some_teams_lack_a_few_things_and_others_have_but_a_few(maturity: Maturity):
    chance, scale = Random(5), maturity.scale("google")
    made = [made_up(maturity.catalogue, scale, chance) for _ in range(200)]
    levels = [place(scale, maturity.catalogue, each.sheet(maturity.catalogue)).level for each in made]
    below = [each.others for each, level in zip(made, levels, strict=True) if level != scale.levels[-1]]
    assert min(below.count(Answer.YES), below.count(Answer.NO)) > len(below) / 4


def test_the_same_chance_makes_the_same_question(maturity: Maturity, learning: Learning):
    scale = maturity.scale("google")
    one, other = (describe(maturity, learning.descriptions, scale, Random(1)) for _ in range(2))
    assert one == other


def a_company_scale(chance: Random, practices: list[str], widest: int, name_length: int, levels: int) -> Scale:
    def gate() -> object:
        names = [f"{each}:{chance.choice('yp')}" for each in chance.sample(practices, chance.randint(1, widest))]
        return {"any": names} if len(names) > 1 else names[0]

    words = dict.fromkeys(("means", "automation", "outcome", "advice"), "As it is.")
    found = [{"level": 1, "name": "Begun", "gates": [], "expects": [], **words}]
    for level in range(2, levels + 1):
        gates = [gate() for _ in range(chance.randint(1, 4))]
        found.append({"level": level, "name": "N" * name_length, "gates": gates, "expects": [], **words})
    titles = dict.fromkeys(("title", "label", "short", "source"), "S" * 100)
    return Scale.model_validate({"scale": "house", "version": 1, "level_word": "phase", "levels": found, **titles})


def test_a_company_scale_is_asked_about_or_left_out_and_never_in_the_way(maturity: Maturity, learning: Learning):
    chance, practices, described = Random(9), list(maturity.catalogue.by_id), 0
    for number in range(600):
        sizes = chance.choice([(3, 90, 5), (3, 90, 12), (3, 90, 3), (8, 20, 4), (3, 91, 4), (2, 20, 2)])
        try:
            scale = a_company_scale(chance, practices, *sizes)
        except ValidationError:  # a gate that holds already wherever its level is reached
            continue
        if is_describable(scale):
            described += 1
            describe(maturity, learning.descriptions, scale, chance)
        if number < 50:
            theirs = replace(maturity, scales=(*maturity.scales, scale))
            assert len(draw(learning, theirs, Mix.HARD, {}, chance)) == 10
        assert is_describable(scale) or sizes not in {(3, 90, 5), (3, 90, 12), (3, 90, 3)}
    assert described > 100
    assert all(map(is_describable, maturity.scales))


@pytest.mark.parametrize("name", ["google", "four_level", "six_step", "cmmi", "azure", "aws"])
def test_a_question_says_why(maturity: Maturity, learning: Learning, name: str):
    chance = Random(8)
    for _ in range(100):
        question = describe(maturity, learning.descriptions, maturity.scale(name), chance)
        assert question.reason.endswith(".")
        assert all(each.right or each.mistake for each in question.options)
        assert "  " not in f"{question.asks}{question.reason}{question.hint}"
        assert len(question.asks) < 1000
