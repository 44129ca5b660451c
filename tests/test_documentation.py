"""What the documents say is compared with what the code does."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot import cli
from bot.process.settings import Settings
from bot.sending.deliverer import BEFORE
from bot.sending.sender import THREADS
from bot.slack.rendering import counted
from flows.deliveries.delivery import DeliveryLimits
from flows.deliveries.kinds import KINDS
from flows.maturity.capability import Capability
from flows.maturity.gate import Requirement
from flows.maturity.loading import Maturity, load_maturity, load_scale
from flows.maturity.scale import Scale

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def asks(scale: Scale, capability: str) -> str:
    """`2`, `1 (part)`, `2 (or)`, or nothing: the levels whose gates name the capability."""
    found = (
        f"{level.level}{' (or)' if gate.is_choice else _part(each)}"
        for level in scale.levels
        for gate in level.gates
        for each in gate.alternatives
        if each.capability == capability
    )
    return ", ".join(found)


def _part(requirement: Requirement) -> str:
    return " (part)" if str(requirement).endswith(":p") else ""


def practices_page(maturity: Maturity) -> str:
    names = [scale.scale for scale in maturity.scales]
    head = ["practice", *names, "needs", "value", "effort"]
    rows = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    for capability in maturity.catalogue.capabilities:
        levels = [asks(scale, capability.id) for scale in maturity.scales]
        needs = ", ".join(f"`{need}`" for need in capability.needs)
        cells = [f"[`{capability.id}`](#{capability.id})", *levels, needs, capability.value, capability.effort]
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    questions = "\n\n".join(_described(capability) for capability in maturity.catalogue.capabilities)
    return f"""\
# The practices

Made from `flows/maturity/` by `make record`. The numbers are the levels whose must-haves name the practice: (part) is met by
partly, (or) is one of several that are enough. Value and effort, 1 to 5, are our judgement and only order advice.

{chr(10).join(rows)}

{questions}
"""


def _described(capability: Capability) -> str:
    return (
        f'<a id="{capability.id}"></a>**{capability.name}** (`{capability.id}`). {capability.question} '
        f"*Yes:* {capability.yes_means} *Partly:* {capability.partial_means} {capability.why}"
    )


def test_the_practices_page_is_made_from_the_content(maturity: Maturity, request: pytest.FixtureRequest):
    page = ROOT / "docs" / "practices.md"
    if request.config.getoption("--record"):
        page.write_text(practices_page(maturity), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == practices_page(maturity), "make record writes it anew"


def test_readme_lists_every_setting_and_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `((?:RUNG|SLACK)_\w+)` \|", readme, re.MULTILINE)
    assert listed == Settings.variables()
    for name in cli.rung.commands:
        assert f"`rung {name}" in readme, name


def test_contributing_lists_every_make_target():
    targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    listed = re.findall(
        r"^\| `make ([a-z-]+)` \|", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(listed) == sorted(set(targets) - {"help"})


def kinds_table() -> str:
    rows = ["| kind | to | dropped when later than | may be there, and nobody can look |", "| --- | --- | --- | --- |"]
    for kind, rules in KINDS.items():
        days, hours = rules.useful_for.days, rules.useful_for // timedelta(hours=1)
        cells = (
            f"`{kind}`",
            "a person" if rules.to_person else "a channel",
            counted(days, "day") if days else counted(hours, "hour"),
            "sent once more" if rules.may_repeat else "left",
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def test_the_table_of_deliveries_is_made_from_the_code(request: pytest.FixtureRequest):
    page = ROOT / "docs" / "deliveries.md"
    text = page.read_text(encoding="utf-8")
    made = re.sub(r"^\| kind \|.*?\n(?=\n)", lambda _: kinds_table(), text, flags=re.MULTILINE | re.DOTALL)
    if request.config.getoption("--record"):
        page.write_text(made, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == made, "make record writes it anew"


def test_the_figures_of_the_deliveries_page_are_those_of_the_code():
    page = " ".join((ROOT / "docs" / "deliveries.md").read_text(encoding="utf-8").split())
    limits = DeliveryLimits()
    assert limits.lease == limits.quarantine == timedelta(seconds=60)
    assert "its lease of 60 s is over, waits the quarantine of 60 s" in page
    assert (limits.workspace_pace * 5, limits.burst) == (timedelta(seconds=1), 20)
    assert "Five messages a second for a workspace, after a burst of twenty" in page
    assert (limits.first_pause, limits.longest_pause) == (timedelta(seconds=1), timedelta(minutes=5))
    assert "after 1, 2, 4 … seconds, at most five minutes" in page
    assert (limits.channel_pace, BEFORE) == (timedelta(seconds=1), timedelta(seconds=5))
    assert (THREADS, "at most the eight messages that it had in its hands" in page) == (8, True)


def test_readme_lists_every_scale(maturity: Maturity):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z_]+)` \| (\d) to (\d) \|", readme, re.MULTILINE)
    assert listed == [(each.scale, str(each.levels[0].level), str(each.highest)) for each in maturity.scales]


def test_the_scale_shown_in_the_documents_is_a_good_one(tmp_path: Path, maturity: Maturity):
    (example,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "scales.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "house.yml").write_text(example, encoding="utf-8")
    assert load_scale(tmp_path / "house.yml", maturity.catalogue).scale == "house"
    assert "house" in load_maturity(tmp_path).by_name
    assert set(YAML(typ="safe", pure=True).load(example)) == set(Scale.model_fields)


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_between_documents_lead_somewhere(page: Path):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
