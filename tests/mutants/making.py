"""What can be changed in the code, and a sample of it that is the same for the same seed and code."""

import difflib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst
from libcst import matchers
from mutmut.mutation.mutators import mutation_operators, operator_arg_removal, operator_assignment

# Types are mypy's, and what decorators and imports change shows at once or never.
PASSED_OVER = (
    libcst.Annotation,
    libcst.Decorator,
    libcst.Import,
    libcst.ImportFrom,
    libcst.BaseParenthesizableWhitespace,
    libcst.EmptyLine,
    libcst.TrailingWhitespace,
)
EXPORTS = matchers.Assign(targets=[matchers.AssignTarget(matchers.Name("__all__"))])


@dataclass(frozen=True)
class Change:
    """One node of a module, what would stand in its place, and the name of the function around it."""

    path: Path
    module: libcst.Module
    function: str
    was: libcst.CSTNode
    becomes: libcst.CSTNode


@dataclass(frozen=True)
class Mutant:
    """A module with one change: path from the root, the whole text, the lines that differ."""

    path: Path
    function: str
    text: str
    line: int  # the first that differs, from 1, in the module as it is
    was: tuple[str, ...]
    becomes: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(
            [f"{self.path}:{self.line}", *(f"  - {w}" for w in self.was), *(f"  + {b}" for b in self.becomes)]
        )


class Finding(libcst.CSTVisitor):
    """Collects the changes of one module."""

    def __init__(self, path: Path, module: libcst.Module) -> None:
        super().__init__()
        self.path, self.module = path, module
        self.functions: list[str] = []
        self.changes: list[Change] = []

    def on_visit(self, node: libcst.CSTNode) -> bool:
        """Ask each operator what it would make of the node."""
        if isinstance(node, PASSED_OVER) or matchers.matches(node, EXPORTS):
            return False
        if isinstance(node, libcst.FunctionDef):
            self.functions.append(node.name.value)
        function = self.functions[-1] if self.functions else ""
        for kind, operator in mutation_operators:
            if isinstance(node, kind) and operator is not operator_assignment:  # None in place of a value is mypy's
                kept = (other for other in operator(node) if operator is not operator_arg_removal or drops(node, other))
                self.changes += [Change(self.path, self.module, function, node, other) for other in kept]
        return True

    def on_leave(self, original_node: libcst.CSTNode) -> None:
        """Step out of a function."""
        if isinstance(original_node, libcst.FunctionDef):
            self.functions.pop()


def drops(was: libcst.CSTNode, becomes: libcst.CSTNode) -> bool:
    """Whether a named argument is left out of a call; None in its place, or one without a name left out, is mypy's."""
    assert isinstance(was, libcst.Call)
    assert isinstance(becomes, libcst.Call)
    left_out = [each for each in was.args if each not in becomes.args]
    return len(becomes.args) < len(was.args) and all(each.keyword for each in left_out)


def changes(root: Path, only: str) -> list[Change]:
    """Every change that can be made to the modules of a folder, or to one module."""
    found: list[Change] = []
    chosen = root / only
    for path in [chosen] if chosen.is_file() else sorted(chosen.rglob("*.py")):
        module = libcst.parse_module(path.read_text(encoding="utf-8"))
        finding = Finding(path.relative_to(root), module)
        module.visit(finding)
        found += finding.changes
    return found


def made(change: Change) -> Mutant:
    """Make one change."""
    before = change.module.code
    after = change.module.deep_replace(change.was, change.becomes)
    assert isinstance(after, libcst.Module)
    olds, news = before.splitlines(), after.code.splitlines()
    pieces = [
        each for each in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes() if each[0] != "equal"
    ]
    first, last = pieces[0], pieces[-1]
    was, becomes = olds[first[1] : last[2]], news[first[3] : last[4]]
    return Mutant(change.path, change.function, after.code, first[1] + 1, _stripped(was), _stripped(becomes))


def _stripped(lines: list[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines)


def sample(found: list[Change], seed: int, count: int) -> Iterator[Mutant]:
    """Some of the changes, made; the same for the same seed and code."""
    yield from map(made, random.Random(seed).sample(found, min(count, len(found))))
