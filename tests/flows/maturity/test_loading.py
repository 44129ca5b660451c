from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flows.errors import ContentError
from flows.maturity import loading
from flows.maturity.capability import Catalogue
from flows.maturity.jump import Jumps
from flows.maturity.loading import Maturity, load_content, load_maturity, load_scale, restored

GOOD = """\
scale: house
version: 1
title: House scale, levels 1 to 3
label: House scale
short: the house scale
source: Our own handbook
levels:
  - level: 1
    name: Begin
    means: Work is done by hand.
    automation: None
    outcome: It depends
    advice: Track what you train.
    gates: []
    expects: []
  - level: 2
    name: Tracked
    means: Every run is recorded.
    automation: Recording
    outcome: Runs can be compared
    advice: Write tests next.
    gates: ["exp_tracking:y"]
    expects: ["vcs_code:p"]
  - level: 3
    name: Tested
    means: Every change is tested.
    automation: Tests
    outcome: Fewer surprises
    advice: Keep it up.
    gates: ["ci_tests:y", {any: ["slo:p", "standards:y"]}]
    expects: []
"""


@pytest.fixture
def house(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "house.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def problem(maturity: Maturity, path: Path) -> str:
    with pytest.raises(ContentError) as caught:
        load_scale(path, maturity.catalogue)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(str(path))


def test_a_good_file_is_read(maturity: Maturity, house):
    scale = load_scale(house(GOOD), maturity.catalogue)
    assert [gate.notation() for gate in scale.levels[2].gates] == ["ci_tests:y", ["slo:p", "standards:y"]]
    assert (scale.level_word, scale.highest) == ("level", 3)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"ci_tests:y", {', '"ci_test:y", {', ', line 30: levels[2].gates[0]: "ci_test" is not a practice Rung knows; did you mean "ci_tests"?'),
        ('"standards:y"]', '"xyz:y"]', ', line 30: levels[2].gates[1]: "xyz" is not a practice Rung knows'),
        ('["vcs_code:p"]', '["vcs_cod:p"]', ', line 23: levels[1].expects[0]: "vcs_cod" is not a practice Rung knows; did you mean "vcs_code"?'),
        ('["exp_tracking:y"]', '["exp_tracking"]', ", line 22: levels[1].gates[0]: 'exp_tracking' is not of the form \"practice:y\" (must be yes) or \"practice:p\" (at least partly)"),
        ('["exp_tracking:y"]', '["exp_tracking:maybe"]', ", line 22: levels[1].gates[0]: 'exp_tracking:maybe' is not of the form \"practice:y\" (must be yes) or \"practice:p\" (at least partly)"),
        ("  - level: 3", "  - level: 2", ", line 24: levels[2].level: level 2 is there twice"),
        ("  - level: 3", "  - level: 0", ", line 24: levels[2].level: level 0 comes after level 2; list levels from the lowest up"),
        ("    gates: []", '    gates: ["slo:y"]', ", line 14: levels[0].gates: the lowest level must have no gates, so that everyone is at least there"),
        ('    gates: ["exp_tracking:y"]', "    gates: []", ", line 22: levels[1].gates: level 2 adds none, so nothing tells it from the level below"),
        ('["ci_tests:y", {any', '["exp_tracking:p", {any', ", line 30: levels[2].gates: exp_tracking:p holds already wherever this is reached"),
        ('{any: ["slo:p", "standards:y"]}', '{any: ["slo:p"]}', ", line 30: levels[2].gates[1]: a choice needs at least two practices, each of them once"),
        ('{any: ["slo:p", "standards:y"]}', '{any: ["slo:p", "slo:y"]}', ", line 30: levels[2].gates[1]: a choice needs at least two practices, each of them once"),
        ('{any: ["slo:p", "standards:y"]}', '{all: ["slo:p"]}', ", line 30: levels[2].gates[1]: a choice is written {any: [...]} with a list and nothing else"),
        ("    name: Tracked\n", "", ", line 16: levels[1].name: is missing"),
        ("    name: Tracked\n", '    name: "  "\n', ", line 17: levels[1].name: is empty"),
        ("    means: Every run is recorded.\n", "    means:\n", ", line 18: levels[1].means: must be text"),
        ("    advice: Keep it up.\n", "    advise: Keep it up.\n", ", line 24: levels[2].advice: is missing (1 more problem after this one)"),
        ("    advice: Keep it up.\n", "    advise: Keep it up.\n    colour: red\n", ", line 24: levels[2].advice: is missing (2 more problems after this one)"),
        ("    advice: Keep it up.\n", "    advice: Keep it up.\n    colour: red\n", ", line 30: levels[2].colour: is not a key that belongs here"),
        ("    name: Tracked\n", f"    name: {'x' * 101}\n", ", line 17: levels[1].name: is longer than 100 characters"),
        ("    name: Tracked\n", '    name: "a\\u001b[31mb"\n', ", line 17: levels[1].name: is not one line of plain text"),
        ("version: 1", 'version: "1"', ", line 2: version: must be a whole number"),
        ("  - level: 3", "  - level: three", ", line 24: levels[2].level: must be a whole number"),
        ("scale: house", "scale: My House", ", line 1: scale: must be lower-case letters, digits, - and _, beginning with a letter"),
        ("levels:", "levels: [", ", line 8: this is not valid YAML: "),
        ("version: 1", "version: 1\nversion: 2", ", line 3: this is not valid YAML: "),
        (GOOD, "", ": must be a set of keys with values"),
        (GOOD, "- a list", ": must be a set of keys with values"),
        (GOOD, "{", ", line 1: this is not valid YAML: "),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_with_line_key_and_problem(maturity, house, old, new, expected):
    assert old in GOOD
    said = problem(maturity, house(GOOD.replace(old, new, 1)))
    assert said.startswith(expected) if expected.endswith(": ") else said == expected


def test_too_many_combinations_of_choices(maturity, house):
    names = [f'"{name}:y"' for name in maturity.catalogue.by_id]
    choices = [f"{{any: [{', '.join(names[at : at + 4])}]}}" for at in range(0, 28, 4)]
    text = GOOD.replace('["exp_tracking:y"]', f"[{', '.join(choices)}]")
    assert problem(maturity, house(text)) == (
        ", line 22: levels[1].gates: its choices allow 16384 combinations; 10000 is the most"
    )


def test_a_file_that_is_not_there_not_text_or_too_large(maturity, tmp_path):
    assert problem(maturity, tmp_path / "none.yml") == ": No such file or directory"
    assert problem(maturity, tmp_path) == ": Is a directory"
    binary = tmp_path / "binary.yml"
    binary.write_bytes(b"\xff\xfe\x00")
    assert problem(maturity, binary) == ": this is not a text file in UTF-8"
    huge = tmp_path / "huge.yml"
    huge.write_bytes(b"# " + b"x" * loading.LARGEST_FILE)
    assert problem(maturity, huge) == ": this is larger than 1,000,000 bytes, the most that is read"


def test_a_companys_scales_follow_ours_by_name(tmp_path):
    for name in ("zebra", "aaa"):
        (tmp_path / f"{name}.yaml").write_text(GOOD.replace("scale: house", f"scale: {name}"), encoding="utf-8")
    (tmp_path / "README.md").write_text("not a scale", encoding="utf-8")
    names = list(load_maturity(tmp_path).by_name)
    assert names == ["google", "four_level", "six_step", "cmmi", "azure", "aws", "aaa", "zebra"]


def test_a_name_is_taken_only_once(tmp_path):
    path = tmp_path / "mine.yml"
    path.write_text(GOOD.replace("scale: house", "scale: google"), encoding="utf-8")
    with pytest.raises(ContentError, match=r'mine\.yml: there is already a scale named "google"; choose another name'):
        load_maturity(tmp_path)


def test_a_scales_folder_must_be_a_folder(tmp_path):
    with pytest.raises(ContentError, match=r"RUNG_SCALES_DIR: .*/none is not a folder"):
        load_maturity(tmp_path / "none")


def checked(kind: type, tmp_path: Path, text: str, context: dict[str, object]) -> str:
    path = tmp_path / "content.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_content(kind, path, context)
    return str(caught.value).removeprefix(str(path))


def ours(name: str) -> str:
    return (Path(loading.__file__).parent / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    needs: []\n    value: 4", '    needs: ["auto_pipeline:y"]\n    value: 4', "capabilities: prerequisites go round in a circle: "),
        ('needs: ["data_pipeline:p"]', 'needs: ["data_pipe:p"]', 'capabilities[2].needs: "data_pipe" is not a practice Rung knows; did you mean "data_pipeline"?'),
        ("implies: [auto_train]", "implies: [auto_trained]", 'capabilities[8].implies: "auto_trained" is not a practice Rung knows; did you mean "auto_train"?'),
        ("- id: data_version", "- id: data_pipeline", 'capabilities[1].id: "data_pipeline" is there twice'),
        ("words: [job]", "words: [jobs]", 'capabilities[0].words: "jobs" is not among the words; did you mean "job"?'),
        ("words: [job]", "words: []", "capabilities[0].words: has too few entries"),
        ("    effort: 3\n", "    effort: 6\n", "capabilities[0].effort: "),
        ("    category: data\n", "    category: dat\n", "capabilities[0].category: "),
    ],
)  # fmt: skip
def test_our_own_practices_are_checked(tmp_path, old, new, expected):
    text = ours("capabilities.yml")
    assert old in text
    said = checked(Catalogue, tmp_path, text.replace(old, new, 1), {})
    assert expected in said


def test_what_was_stored_is_checked_against_the_practices_stored_with_it(maturity):
    catalogue, jumps = maturity.catalogue.model_dump_json(), maturity.jumps.model_dump_json()
    scales = [each.model_dump_json() for each in maturity.scales]
    assert restored(catalogue, scales, jumps, "azure") == replace(maturity, headline="azure")
    for theirs, others in (
        ([scales[0].replace("auto_pipeline", "auto_pipe")], jumps),
        (scales, jumps.replace("auto_retrain", "auto_re")),
    ):
        with pytest.raises(ValueError, match="is not a practice Rung knows"):
            restored(catalogue, theirs, others, "google")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("before: [data_validation]", "before: [slo]", ', line 9: jumps[0].before: "slo" is not among what auto_retrain fully needs; list it under alongside'),
        ("    before: [data_validation]\n", "", ", line 7: jumps[0]: names nothing that is missing; fill before or alongside"),
        ("wants: auto_retrain", "wants: retrain", ', line 8: jumps[0].wants: "retrain" is not a practice Rung knows; did you mean "auto_retrain"?'),
        ("id: retrain-without-quality-check", "id: retrain-without-data-checks", ', line 17: jumps[1].id: "retrain-without-data-checks" is there twice'),
    ],
)  # fmt: skip
def test_our_own_jumps_are_checked(maturity, tmp_path, old, new, expected):
    text = ours("jumps.yml")
    assert old in text
    context = {"catalogue": maturity.catalogue, "capabilities": maturity.catalogue.by_id}
    said = checked(Jumps, tmp_path, text.replace(old, new, 1), context)
    assert said == expected
