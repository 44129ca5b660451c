import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot import cli
from flows import learning
from flows.maturity.loading import Maturity
from tests.conftest import Golden
from tests.support.answer_sheets import CAPABILITIES

LEVEL_1 = (
    "auto_pipeline auto_train data_pipeline exp_tracking data_version vcs_code in_production model_registry auto_deploy"
)


def sheet(yes: str = "", **others: str) -> str:
    return json.dumps({"answers": {**dict.fromkeys(yes.split(), "yes"), **others}})


def all_answered(**named: str) -> str:
    return json.dumps({"answers": {**dict.fromkeys(CAPABILITIES, "no"), **named}})


SHEETS = {
    "empty": sheet(),
    "quick_level_0": sheet(auto_train="no", auto_pipeline="no", cicd="no"),
    "level_1": all_answered(**dict.fromkeys(LEVEL_1.split(), "yes"), environments="partial"),
    "cicd_without_pipeline": all_answered(auto_train="yes", cicd="yes", in_production="yes", exp_tracking="unknown"),
    "everything": all_answered(**dict.fromkeys(CAPABILITIES, "yes")),
}


@pytest.mark.parametrize("name", SHEETS)
def test_place_says_level_proof_and_next_step(rung, golden: Golden, name):
    ran = rung("place", "-", stdin=SHEETS[name])
    assert (ran.status, ran.err) == (0, "")
    golden(f"place/{name}.txt", ran.out)


def test_place_with_json_gives_one_line_a_sheet(rung, golden: Golden):
    ran = rung("place", "-", "--json", stdin="\n".join(SHEETS.values()))
    assert (ran.status, ran.err) == (0, "")
    assert len(ran.out.splitlines()) == len(SHEETS)
    golden("place/sheets.jsonl", ran.out)


def test_place_reads_a_file_and_one_scale(rung, tmp_path: Path):
    path = tmp_path / "team.yml"
    path.write_text("answers:\n  exp_tracking: yes\n  vcs_code: partial\n  team_ownership: no\n", encoding="utf-8-sig")
    document = json.loads(rung("place", str(path), "--json", "--scale", "cmmi").out)
    assert [each["scale"] for each in document["placements"]] == ["cmmi"]
    step = document["next_step"]
    assert (step["scale"], step["goal"], step["first_move"]) == ("cmmi", "team_ownership:p", "team_ownership")


def test_nothing_left_gives_null(rung):
    document = json.loads(rung("place", "-", "--json", stdin=SHEETS["everything"]).out)
    assert document["next_step"] is None
    assert {each["progress"] for each in document["placements"]} == {None}


def test_several_sheets_as_text_are_numbered(rung):
    out = rung("place", "-", "--scale", "google", stdin=f"{sheet()}\n{sheet()}").out
    assert out.startswith("Sheet 1 of 2\n\nGoogle Cloud: ")
    assert "\n\nSheet 2 of 2\n\nGoogle Cloud: " in out


def test_scales_list(rung, golden: Golden):
    golden("scales/list.txt", rung("scales", "list").out)


def test_scales_list_of_each(rung, golden: Golden, maturity: Maturity):
    for name in maturity.by_name:
        golden(f"scales/{name}.txt", rung("scales", "list", name).out)


def test_only_levels_above(rung):
    out = rung("scales", "list", "cmmi", "--above", "3").out
    assert re.findall(r"^(\d)  (.*)$", out, re.MULTILINE) == [("4", "Quantitatively Managed"), ("5", "Optimizing")]
    assert "No level of this scale is above 5." in rung("scales", "list", "cmmi", "--above", "5").out
    everywhere = rung("scales", "list", "--above", "4").out
    assert re.findall(r"^(\d)  (.*)$", everywhere, re.MULTILINE) == [
        ("5", "Continuous training and monitoring"),
        ("6", "Full automation and governance"),
        ("5", "Optimizing"),
    ]


def test_scales_check_and_a_companys_own_scale(rung, tmp_path: Path, monkeypatch):
    ours = Path(cli.__file__).parents[1] / "flows" / "maturity" / "scales" / "google.yml"
    mine = tmp_path / "mine.yml"
    text = ours.read_text(encoding="utf-8").replace("scale: google", "scale: mine")
    mine.write_text(text.replace("name: Manual process", "name: By hand {{ 7 * 7 }} <!channel>"), encoding="utf-8")
    assert (
        rung("scales", "check", str(mine)).out == f"{mine} is fine: Google Cloud, levels 0 to 2, version 1, 3 levels.\n"
    )
    assert "mine" not in rung("scales", "list").out
    monkeypatch.setenv("RUNG_SCALES_DIR", str(tmp_path))
    assert "\nmine        Google Cloud" in rung("scales", "list").out
    assert "By hand {{ 7 * 7 }} <!channel>" in rung("place", "-", "--scale", "mine", stdin=all_answered()).out


@pytest.mark.parametrize(
    ("words", "stdin", "expected"),
    [
        (["place", "none.json"], "", "rung: none.json: No such file or directory"),
        (["place", "-"], "", 'rung: standard input: there is no sheet in it; the smallest is {"answers": {}}'),
        (["place", "-"], b"\xff", "rung: standard input: this is not a text file in UTF-8"),
        (["place", "-"], '{"answers": {"cicd": "Yes"}}', 'rung: standard input: answers.cicd: "Yes" is not an answer; use yes, partial, no or unknown'),
        (["place", "-", "--scale", "gogle"], "{}", 'rung: "gogle" is not a scale Rung knows; did you mean "google"?'),
        (["scales", "list", "x"], "", 'rung: "x" is not a scale Rung knows; there are google, four_level, six_step, cmmi, azure, aws'),
        (["scales", "list", "cmmi", "--above", "x"], "", "rung: Invalid value for '--above': 'x' is not a valid integer."),
        (["scales", "check", "none.yml"], "", "rung: none.yml: No such file or directory"),
        (["place"], "", "rung: Missing argument 'FILE'."),
        (["plaice", "x"], "", "rung: No such command 'plaice'. Did you mean 'place'?"),
        (["help", "scales", "lst"], "", 'rung: there is no command "scales lst"; rung help lists them'),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_line_and_status_2(rung, words, stdin, expected):
    ran = rung(*words, stdin=stdin)
    assert (ran.status, ran.out, ran.err) == (2, "", f"{expected}\n")


def test_help_names_every_command_and_explains_each(rung):
    overview = rung("help").out
    assert overview == rung().out == rung("--help").out
    for name, command in cli.rung.commands.items():
        assert f"\n  {name} " in overview
        assert command.help
        assert rung("help", name).out.startswith(f"Usage: rung {name}")
    assert rung("help", "scales", "check").out.startswith("Usage: rung scales check [OPTIONS] FILE")


def test_an_unknown_error_is_one_line_with_a_reference_to_the_details(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    cli._report_unknown_error(KeyError, KeyError("surprise"), None)  # noqa: SLF001 - what main installs
    (log,) = tmp_path.iterdir()
    said = capsys.readouterr().err
    reference = re.search(r"reference (\w{8});", said)
    assert reference
    assert log.name == f"rung-{reference[1]}.log"
    assert said.count("\n") == 1
    assert "surprise" not in said
    assert "surprise" in log.read_text(encoding="utf-8")


def test_it_runs_as_a_module_and_a_reader_that_leaves_early_is_no_error():
    command = f"{sys.executable} -m bot scales list cmmi | head -1"
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert ran.stdout == "CMMI-style, levels 1 to 5 (version 1)\n"
    assert ran.stderr == ""


def test_what_is_taught_is_checked(rung, tmp_path: Path):
    ran = rung("learn", "check")
    assert (ran.status, ran.err) == (0, "")
    assert re.fullmatch(r"what Rung teaches is fine: 9 topics, \d+ questions\.\n", ran.out)
    copied = shutil.copytree(Path(learning.__file__).parent, tmp_path / "learning")
    assert rung("learn", "check", str(copied)).out.startswith(f"{copied} is fine: 9 topics, ")
    topics = copied / "topics.yml"
    topics.write_text(topics.read_text().replace("know_by: exp_tracking", "know_by: exp_trackin"))
    (copied / "questions" / "data.yml").write_text("topic: data")
    ran = rung("learn", "check", str(copied))
    assert [line.partition(": ")[2] for line in ran.out.splitlines()] == [
        'topics[0].know_by: "exp_trackin" is not a practice Rung knows; did you mean "exp_tracking"?',
        "questions: is missing",
    ]
    assert (ran.status, ran.err) == (2, "rung: 2 problems found; nothing was changed\n")
