import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.errors import ContentError
from flows.learning import loading
from flows.learning.loading import Learning, learning_problems, load_learning
from flows.maturity.loading import Maturity, load_maturity
from tests.flows.maturity.test_loading import GOOD
from tests.support.words import NEVER_SHOWN

OURS = Path(loading.__file__).parent
ASKED_LEAST = 60
# What the documents that the project was created from ask, in our words: each question has an answer there.
FROM_THE_LESSONS = {
    "four-level-1",
    "four-level-3",
    "four-level-described",
    "four-level-error",
    "four-level-up",
    "six-step-automation-3",
    "six-step-continuous",
}


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of what is taught, with a few words replaced in one of its files."""

    def change(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "learning"
        shutil.copytree(OURS, folder)
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return change


def test_ours_has_nothing_wrong(maturity: Maturity, learning: Learning):
    assert learning_problems(maturity) == []
    assert len(learning.by_id) >= ASKED_LEAST
    assert learning.by_id.keys() >= FROM_THE_LESSONS
    assert list(learning.questions) == ["levels", *learning.topics.by_id]
    assert [each.id for each in learning.topics.topics] == [
        "tracking", "data", "training", "pipelines", "testing", "cicd", "deployment", "monitoring", "governance",
    ]  # fmt: skip


def test_a_company_scale_of_its_own_needs_no_questions(tmp_path: Path):
    (tmp_path / "house.yml").write_text(GOOD, encoding="utf-8")
    assert learning_problems(load_maturity(tmp_path)) == []


def test_there_is_enough_of_each_difficulty_for_a_quiz_of_new_questions(learning: Learning):
    by_difficulty = [each.difficulty for each in learning.by_id.values()]
    assert all(by_difficulty.count(each) > 16 for each in ("easy", "medium", "hard"))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("topics.yml", "practices: [vcs_code, exp_tracking]", "practices: [vcs_code, exp_track]"), 'topics[0].practices[1]: "exp_track" is not a practice Rung knows; did you mean "exp_tracking"?'),
        (("topics.yml", "practices: [vcs_code, exp_tracking]", "practices: [exp_tracking]"), 'topics: "vcs_code" belongs to no topic'),
        (("topics.yml", "practices: [data_pipeline, data_version]", "practices: [data_pipeline, data_version, vcs_code]"), 'topics[1].practices: "vcs_code" belongs to tracking too'),
        (("topics.yml", "know_by: exp_tracking", "know_by: data_version"), 'topics[0].know_by: "data_version" is not among the practices of this topic'),
        (("topics.yml", "- id: data\n", "- id: tracking\n"), 'topics[1].id: "tracking" is there twice'),
        (("descriptions.yml", "  vcs_code: {", "  vcs_cod: {"), "practices.vcs_cod"),
        (("descriptions.yml", "  vcs_code: {", "  # vcs_code: {"), 'practices: "vcs_code" is missing'),
        (("questions/levels.yml", 'mistake: "That is level 1."', "right: true"), "options: has two right answers"),
        (("questions/levels.yml", '"Training and release by hand", mistake: "That is level 1."', '"Training and release by hand"'), "options[1].mistake: is wrong and names no mistake"),
        (("questions/levels.yml", 'different each time, with little automation", right: true}', 'different each time, with little automation", mistake: "No."}'), "options: has no right answer"),
        (("questions/levels.yml", "levels: [four_level:1]", "levels: [four_levels:1]"), '"four_levels" is not a scale Rung knows; did you mean "four_level"?'),
        (("questions/levels.yml", "levels: [four_level:1]", "levels: [four_level:7]"), "four_level has no level 7"),
        (("questions/levels.yml", "levels: [four_level:1]", "levels: []"), "is about nothing; name levels, practices or jumps"),
        (("questions/levels.yml", "levels: [four_level:1]", "jumps: [drift_without]"), '"drift_without" is not an entry of jumps.yml'),
        (("questions/levels.yml", '- {says: "Level 4", mistake', '- {says: "Level 3", mistake'), "has two answers that are alike"),
        (("questions/data.yml", "topic: data", "topic: date"), '"date" is not a topic'),
        (("questions/data.yml", "  - id: ", "  - id: four-level-1\n  #"), '"four-level-1" is in data.yml too'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(maturity: Maturity, changed, change, expected):
    folder = changed(*change)
    with pytest.raises(ContentError) as caught:
        load_learning(maturity, folder)
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value) in learning_problems(maturity, folder)


def test_all_that_is_wrong_is_said_at_once(maturity: Maturity, changed):
    folder = changed("topics.yml", "id: tracking", "id: Tracking 1")
    path = folder / "questions" / "data.yml"
    path.write_text("topic: data\nquestions: []\n", encoding="utf-8")
    found = learning_problems(maturity, folder)
    assert [str(folder / "topics.yml") in found[0], str(path) in found[1]] == [True, True]
    assert len(found) == 2


@pytest.mark.parametrize(
    ("taken_away", "expected"),
    [
        ("questions/tracking.yml", "no question is about the topic tracking"),
        ("questions/levels.yml", "no question is about the level google:0"),
        ("questions/governance.yml", "no question is about the practice improvement"),
    ],
)
def test_what_no_question_is_about_is_named(maturity: Maturity, changed, taken_away, expected):
    folder = changed("topics.yml", "version: 1", "version: 1")
    (folder / taken_away).unlink()
    assert expected in learning_problems(maturity, folder)


def test_a_folder_that_is_none(maturity: Maturity, tmp_path: Path):
    with pytest.raises(ContentError, match=r"none/topics\.yml: No such file"):
        load_learning(maturity, tmp_path / "none")
    with pytest.raises(ContentError, match=r"none: No such file"):
        learning_problems(maturity, tmp_path / "none")


@pytest.mark.parametrize("path", sorted(OURS.rglob("*.yml")), ids=lambda path: path.name)
def test_the_words_are_those_that_people_know(path: Path):
    text = path.read_text(encoding="utf-8")
    assert not NEVER_SHOWN.search(text)
    assert "!" not in text
