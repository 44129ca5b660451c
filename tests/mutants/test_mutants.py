"""The runner of `make mutants`, on a tiny package of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mutants.__main__ import main
from tests.mutants.equivalents import Equivalent, gone, identity, listed
from tests.mutants.making import Change, changes, made, sample
from tests.mutants.trying import Copy, Fate, copied

LARGE = """
def large(number: int) -> bool:
    return number > 10
"""
LOOP = """
def down(number: int) -> int:
    while number > 0:
        number = number - 1
    return number


def unseen(number: int) -> int:
    return number + 5
"""
TESTS = """
from tiny.large import large
from tiny.loop import down


def test_large():
    assert large(11)
    assert not large(9)


def test_down():
    assert down(3) == 0
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tiny") / "tree"
    files = {"tiny/__init__.py": "", "tiny/large.py": LARGE, "tiny/loop.py": LOOP, "tests/test_tiny.py": TESTS}
    for name, text in {**files, "equivalent.yml": "[]"}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def copy(tree: Path) -> Iterator[Copy]:
    with copied(tree, "tiny", ("tests",), spare=1) as copy:
        yield copy


def contents(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def change(found: list[Change], becomes: str) -> Change:
    [one] = [each for each in found if becomes in made(each).becomes]
    return one


def test_the_same_seed_takes_the_same_sample_and_another_takes_another(tree: Path):
    def taken(seed: int) -> list[str]:
        return [str(mutant) for mutant in sample(changes(tree, "tiny"), seed, 5)]

    assert taken(3) == taken(3)
    assert taken(3) != taken(4)


def test_a_survivor_is_reported_a_killed_one_is_not_and_the_tree_stays(tree: Path, capsys: pytest.CaptureFixture[str]):
    before = contents(tree)
    places = ["--root", str(tree), "--cache", str(tree.parent / "cache"), "--equivalent", str(tree / "equivalent.yml")]
    assert main([*places, "--only", "tiny/large.py", "--tests", "tests", "--seed", "1"]) == 1
    report = capsys.readouterr().out.partition("2 tried: ")[2]
    assert report == (
        "1 killed, 0 timed out, 1 survived, 0 not run; 0 more are listed as equivalent\n"
        "survived: tiny/large.py:3\n  - return number > 10\n  + return number >= 10\n"
    )
    assert contents(tree) == before


def test_an_endless_loop_ends_and_what_no_test_runs_is_told_apart(tree: Path, copy: Copy):
    tests, before, found = copy.map(tree.parent / "cache"), contents(copy.root / "tiny"), changes(copy.root, "tiny")
    assert copy.fate(made(change(found, "number = number + 1")), tests, within=5) is Fate.TIMED_OUT
    assert copy.fate(made(change(found, "return number + 6")), tests, within=5) is Fate.NOT_RUN
    assert contents(copy.root / "tiny") == before


def test_tests_that_fail_without_a_change_are_no_measure(tree: Path, copy: Copy, tmp_path: Path):
    (copy.root / "tests" / "test_tiny.py").write_text("def test_wrong():\n    assert 1 == 2\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="fail without any change"):
        copy.map(tmp_path)


def test_listed_equivalents_are_known_by_their_lines_and_reported_once_gone(tree: Path, tmp_path: Path):
    entry = (
        '- {function: large, was: return number > 10, becomes: return number >= 10, reason: "nobody asks for ten"}\n'
    )
    path = tmp_path / "equivalent.yml"
    path.write_text(entry + entry.replace("10", "20"), encoding="utf-8")
    found, known = changes(tree, "tiny"), listed(path)
    assert identity(made(change(found, "return number >= 10"))) in known
    assert gone(known, found) == {Equivalent("large", "return number > 20", "return number >= 20")}
    path.write_text(entry.replace("nobody asks for ten", ""), encoding="utf-8")
    with pytest.raises(SystemExit, match="a reason"):
        listed(path)
