"""The kept list of changes that change nothing anybody can see."""

from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from tests.mutants.making import Change, Mutant, made

LISTED = Path(__file__).parent / "equivalent.yml"


class Equivalent(NamedTuple):
    """A change, known by the function around it and its lines; files may move."""

    function: str
    was: str
    becomes: str


def identity(mutant: Mutant) -> Equivalent:
    """What the list knows a mutant by."""
    return Equivalent(mutant.function, "\n".join(mutant.was), "\n".join(mutant.becomes))


def listed(path: Path) -> set[Equivalent]:
    """Read the list; each entry must say why."""
    entries = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or []
    if silent := [entry for entry in entries if not entry.get("reason")]:
        raise SystemExit(f"{path.name} must give a reason for each change: {silent[0]}")
    return {Equivalent(entry["function"], entry["was"].strip(), entry["becomes"].strip()) for entry in entries}


def gone(known: set[Equivalent], found: list[Change]) -> set[Equivalent]:
    """Which of the list can no longer be made."""
    modules = {change.path: change.module for change in found}
    texts = {path: module.code for path, module in modules.items()}

    def may_be(each: Equivalent, change: Change) -> bool:  # making one takes time
        return each.function == change.function and each.was.partition("\n")[0] in texts[change.path]

    return known - {identity(made(change)) for change in found if any(may_be(each, change) for each in known)}
