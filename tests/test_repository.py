"""Rules about the tree itself: sizes, broad excepts, clocks, and nothing that ties it to one machine or index."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.support.words import NEVER_SHOWN

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "flows", "storage")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
# One thing that fails, such as a reply, must not stop the others.
BROAD_EXCEPTS = {"bot/process/isolation.py": 1}
# In two parts each, so that this file does not hold what it looks for.
INDEX_HOSTS = re.compile("|".join(["py" + r"pi\.org", "files.python" + "hosted", r"registry\.npm" + "js"]))
# The same for places that exist on one machine only.
MACHINE_PATHS = re.compile("|".join([r"/ho" + r"me/\w", r"/wo" + r"rk/", r"/Us" + r"ers/\w"]))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:  # outside a checkout, such as an unpacked source archive
        return [path for path in ROOT.rglob("*") if path.is_file() and not any(p[0] == "." for p in path.parts)]
    return [path for path in map(ROOT.joinpath, listed.stdout.splitlines()) if path.is_file()]


def test_no_file_names_an_index_host_or_a_path_of_one_machine():
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        assert not INDEX_HOSTS.search(text), path
        assert not MACHINE_PATHS.search(text), path


def test_every_locked_version_is_pinned_with_hashes():
    for path in (ROOT / "locks").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        pins = re.findall(r"^(\S+)==\S+(?: ; [^\\]+)? \\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
        assert len(pins) == len(re.findall(r"^\S", text, re.MULTILINE)) - len(re.findall(r"^#", text, re.MULTILINE)), (
            path
        )
        assert "--index-url" not in text


def test_the_locks_agree_and_hold_every_dependency():
    def versions(name: str) -> dict[str, str]:
        text = (ROOT / "locks" / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))

    run, dev = versions("run.txt"), versions("dev.txt")
    assert run.items() <= dev.items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for locked, wanted in (
        (run, project["project"]["dependencies"]),
        (dev, project["dependency-groups"]["dev"]),
        (versions("mlflow.txt"), project["project"]["optional-dependencies"]["mlflow"]),
    ):
        names = {re.split(r"[<>=\[ ]", each)[0].replace(".", "-") for each in wanted}
        assert names <= set(locked), names - set(locked)


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])
def test_sizes_excepts_and_clocks(path: Path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300, "300 lines is the ceiling"
    broad = re.findall(r"except( Base)?(Exception)?:|except (Base)?Exception\b", text)
    assert len(broad) == BROAD_EXCEPTS.get(str(path.relative_to(ROOT)), 0), "a broad except"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{node.name}: 40 lines is the ceiling"
    if path.relative_to(ROOT).parts[0] == "flows":
        clock = r"datetime\.(now|utcnow)\(|date\.today\(|time\.time\(|\brandom\.\w+\(|uuid4\(|os\.environ|getenv"
        assert not re.search(clock, text), "reads the clock, randomness or the environment"


def test_templates_use_no_internal_words():
    for path in (ROOT / "bot" / "templates").rglob("*.j2"):
        words = re.sub(r"\{[{%#].*?[}%#]\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not NEVER_SHOWN.search(words), path
        assert "!" not in words, path
