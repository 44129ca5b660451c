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


# A feature's files, by the folder or the name of the file they are in on any floor. Shared rooms have no feature.
FEATURES = {
    "assessment": ("assessment", "assessments", "questionnaire"),
    "cards": ("cards", "card_click", "typed_reply", "share", "presenter"),
    "check-ins": ("check_ins",),
    "nudges": ("nudge_notices", "planned_messages"),
    "results": ("results", "viewpoint"),
    "teams": ("teams", "team_forms", "teams_shared", "teams_forms"),
    "people": ("people", "person", "good_moment"),
    "action items": ("action_item", "action_items"),
    "schedules": ("schedules",),
    "leaderboards": ("leaderboards",),
    "digests": ("digest", "digests"),
    "learning": ("learning",),
    "quizzes": ("quiz", "quizzes", "question", "describing"),
    "what if": ("what_if",),
    "own time": ("own_time", "home"),
    "deliveries": ("deliveries", "deliverer", "delivery_messages", "sender", "lanes"),
    "exports": ("exports", "attachments", "export_file"),
    "reports": ("reports", "report", "report_pdf"),
}
NO_FEATURE = ("bot/demo", "bot/process", "flows/acts/shared", "flows/calendar", "storage/migrations")
MOST_FILES, MOST_LINES = 12, 2_000


def feature_of(path: Path) -> str | None:
    """The feature that the file's name tells, else the nearest folder's."""
    for name in (path.stem, *reversed(path.parts[:-1])):
        found = [feature for feature, names in FEATURES.items() if name in names]
        if found:
            return found[0]
    return None


def files_by_feature() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            place = path.relative_to(ROOT)
            if path.name != "__init__.py" and not str(place).startswith(NO_FEATURE):
                found.setdefault(feature_of(place) or "", []).append(path)
    return found


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_is_small_enough_to_read(feature):
    files = files_by_feature()[feature]
    lines = sum(path.read_text(encoding="utf-8").count("\n") for path in files)
    assert len(files) <= MOST_FILES, files
    assert lines <= MOST_LINES, lines
