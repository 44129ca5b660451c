from random import Random

import pytest

from flows.maturity import capability
from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import MOST_WORDS, find_practices
from flows.maturity.gate import Requirement, Threshold
from flows.maturity.jump import what_breaks
from flows.maturity.loading import load_maturity
from flows.maturity.what_if import what_comes_first, what_if, with_in_place
from tests.support.answer_sheets import CAPABILITIES, answered

MATURITY = load_maturity()
CATALOGUE = MATURITY.catalogue
SHEETS = 200


def random_sheet(random: Random) -> Sheet:
    asked = random.choice([0.3, 0.7, 1.0])
    answers = {each: random.choice(list(Answer)) for each in CAPABILITIES if random.random() < asked}
    return Sheet(answers, frozenset(each for each in CAPABILITIES if random.random() < 0.05))


@pytest.mark.parametrize("wanted", CAPABILITIES)
def test_what_comes_first_is_missing_and_its_order_breaks_nothing(wanted):
    random = Random(wanted)
    for _ in range(SHEETS):
        sheet = random_sheet(random)
        first = what_comes_first(CATALOGUE, sheet, wanted)
        for each in (*first, Requirement(wanted, Threshold.YES)):
            assert each.capability == wanted or not sheet.holds(each)
            assert not any(found.before for found in what_breaks(MATURITY.jumps, sheet, each.capability))
            sheet = with_in_place(sheet, (each,))
            assert sheet.holds(each)


def test_what_is_below_something_in_place_comes_first_too():
    first = what_comes_first(CATALOGUE, answered("auto_pipeline:y", others=Answer.NO), "retrain_on_signal")
    assert "auto_pipeline" not in [each.capability for each in first]
    assert "auto_train" in [each.capability for each in first]


def test_the_levels_that_follow():
    sheet = answered("auto_pipeline:n", others=Answer.YES)
    google = next(
        each for each in what_if(MATURITY, sheet, "auto_pipeline").effects if each.now.scale.scale == "google"
    )
    assert (google.now.level.level, google.alone.level.level, google.in_order.level.level) == (0, 2, 2)
    nothing = what_if(MATURITY, answered(others=Answer.NO), "auto_retrain")
    google = next(each for each in nothing.effects if each.now.scale.scale == "google")
    assert (google.now.level.level, google.alone.level.level) == (0, 0)
    assert google.in_order.level.level >= 1


def test_what_is_in_place_stays_so():
    found = what_if(MATURITY, answered(others=Answer.YES), "cicd")
    assert found.is_in_place
    assert not found.first
    assert not found.breakages
    claimed = what_if(MATURITY, Sheet({}, frozenset({"slo"})), "slo")
    assert claimed.is_in_place


def test_what_nobody_was_sure_of():
    found = what_if(MATURITY, answered("exp_tracking:? auto_train:n"), "auto_retrain")
    assert {"exp_tracking", "auto_pipeline"} <= found.unsure
    assert "auto_train" not in found.unsure


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("automated retraining", ["auto_retrain"]),
        ("Automated training", ["auto_train"]),
        ("cicd", ["cicd"]),
        ("CI/CD", ["cicd"]),
        ("monitoring", ["monitor_service", "monitor_model"]),
        ("canary", ["safe_rollout"]),
        ("a feature store", ["feature_parity"]),
        ("experment traking", ["exp_tracking"]),
        ("kubernetes", []),
        ("the", []),
        ("", []),
        ("😀 `<!channel>`", []),
    ],
)
def test_a_practice_is_found_by_what_people_call_it(typed, expected):
    assert list(find_practices(CATALOGUE, typed)) == expected


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_every_practice_is_found_by_each_of_its_names(capability):
    practice = CATALOGUE.by_id[capability]
    for name in (practice.id, practice.name, practice.short.upper()):
        assert find_practices(CATALOGUE, f"  {name} ") == (capability,)


def test_many_words_are_not_compared_with_every_name(monkeypatch):
    compared = []
    monkeypatch.setattr(capability, "closest", lambda word, _: compared.append(word))
    find_practices(CATALOGUE, " ".join(f"word{number}" for number in range(MOST_WORDS)))
    assert len(compared) == MOST_WORDS
    assert find_practices(CATALOGUE, " ".join(f"word{number}" for number in range(MOST_WORDS + 1))) == ()
    assert len(compared) == MOST_WORDS
