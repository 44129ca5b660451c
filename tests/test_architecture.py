"""The house is as docs/architecture.md says, and stays easy to read."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ("bot", "flows", "storage")
MOST_CONDITIONAL_EXPRESSIONS = 10  # in 1,000 lines


def folders() -> set[str]:
    """The folders that hold code, and the one that holds the words."""
    listed = subprocess.run(["git", "ls-files", *FLOORS], cwd=ROOT, capture_output=True, text=True, check=True)
    found = {str(Path(file).parent) for file in listed.stdout.splitlines() if file.endswith(".py")}
    return found | {"bot/templates"}


def listed_folders() -> list[str]:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.split("## The folders")[1].split("\n## ")[0]
    return re.findall(r"^\| `([\w/]+)` \|", table, re.MULTILINE)


def test_the_page_lists_every_folder_once():
    listed = listed_folders()
    assert len(listed) == len(set(listed))
    # What only holds other folders, or files that nobody opens by hand, explains itself.
    assert set(listed) == folders() - {"flows", "storage/migrations/versions"}


def test_every_file_that_the_page_names_is_there():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for path in re.findall(r"`((?:bot|flows|storage)/[\w/]+\.py)`", page):
        assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("floor", FLOORS)
def test_conditional_expressions_are_rare(floor):
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / floor).rglob("*.py")]
    lines = sum(text.count("\n") for text in texts)
    found = sum(isinstance(node, ast.IfExp) for text in texts for node in ast.walk(ast.parse(text)))
    assert 1000 * found <= MOST_CONDITIONAL_EXPRESSIONS * lines, f"{found} in {lines} lines"
