"""The only module of flows that reads files: its own content, and files whose path it is given."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from flows.errors import ContentError
from flows.maturity.capability import Catalogue
from flows.maturity.jump import Jumps
from flows.maturity.open_prerequisites import OpenPrerequisites
from flows.maturity.open_questions import QuestionOrder
from flows.maturity.scale import Scale
from flows.maturity.wording import Content, KeyPath, did_you_mean, problem_of

_C = TypeVar("_C", bound=Content)

DEFAULT_HEADLINE = "google"
# The order in which scales are shown; others follow by name.
SCALE_ORDER = ("google", "four_level", "six_step", "cmmi", "azure", "aws")
# The standard questionnaire goes on until these are settled; the first two answer the questions most people come with.
SETTLED_BY_STANDARD = SCALE_ORDER[:3]
LARGEST_FILE = 1_000_000  # bytes; the largest of ours has 30,000


@dataclass(frozen=True)
class Maturity:
    """All content that placing and advice work on. `headline` names the scale on which results are told."""

    catalogue: Catalogue
    scales: tuple[Scale, ...]
    jumps: Jumps
    headline: str = DEFAULT_HEADLINE

    @cached_property
    def by_name(self) -> Mapping[str, Scale]:
        """Scales by name, in the order they are shown."""
        return {scale.scale: scale for scale in self.scales}

    @cached_property
    def question_order(self) -> QuestionOrder:
        """The order of the standard questionnaire: until the headline scale and the usual three are settled."""
        wanted = dict.fromkeys((self.headline, *SETTLED_BY_STANDARD))
        return QuestionOrder((self.by_name[name] for name in wanted if name in self.by_name), self.catalogue)

    @cached_property
    def open_prerequisites(self) -> OpenPrerequisites:
        """What the standard questionnaire asks about next, once its scales are settled."""
        return OpenPrerequisites(self.scale(self.headline), self.catalogue, self.question_order)

    def told_on(self, headline: str, scales: Collection[str]) -> "Maturity":
        """The content with another headline scale, and with these scales only; an empty collection stands for all."""
        names = {*(scales or self.by_name), headline}
        shown = tuple(scale for scale in self.scales if scale.scale in names)
        return replace(self, scales=shown, headline=headline)

    def scale(self, name: str) -> Scale:
        """The scale of that name; a ContentError names the closest one."""
        if name not in self.by_name:
            hint = did_you_mean(name, self.by_name) or f"; there are {', '.join(self.by_name)}"
            raise ContentError(f'"{name}" is not a scale Rung knows{hint}')
        return self.by_name[name]


def load_maturity(scales_dir: Path | None = None) -> Maturity:
    """Read and check Rung's own content, and a company's scales from `scales_dir`."""
    ours = files("flows.maturity")
    catalogue = load_content(Catalogue, ours / "capabilities.yml", {})
    context = content_context(catalogue)
    scales = {name: load_content(Scale, ours / "scales" / f"{name}.yml", context) for name in SCALE_ORDER}
    for path in _scale_files(scales_dir):
        scale = load_content(Scale, path, context)
        if scale.scale in scales:
            raise ContentError(f'{path}: there is already a scale named "{scale.scale}"; choose another name')
        scales[scale.scale] = scale
    others = sorted(set(scales) - set(SCALE_ORDER))
    jumps = load_content(Jumps, ours / "jumps.yml", context)
    return Maturity(catalogue, tuple(scales[name] for name in (*SCALE_ORDER, *others)), jumps)


def restored(catalogue: str, scales: Iterable[str], jumps: str, headline: str) -> Maturity:
    """The content that was once stored as canonical JSON, whatever the files say by now."""
    checked = Catalogue.model_validate_json(catalogue)
    context = content_context(checked)
    return Maturity(
        checked,
        tuple(Scale.model_validate_json(scale, context=context) for scale in scales),
        Jumps.model_validate_json(jumps, context=context),
        headline,
    )


def load_scale(path: Path, catalogue: Catalogue) -> Scale:
    """Read and check one scale file."""
    return load_content(Scale, path, content_context(catalogue))


def read_yaml(text: str, name: str) -> Any:  # noqa: ANN401 - YAML holds anything
    """Parse one YAML 1.2 document, in which `10:30` and `no` are words; `name` is for the error."""
    try:
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        where = name
        if error.problem_mark:
            where = f"{name}, line {error.problem_mark.line + 1}"
        raise ContentError(f"{where}: this is not valid YAML: {error.problem}") from None
    except RecursionError:
        raise ContentError(f"{name}: this is nested too deeply to be read") from None
    except (YAMLError, ValueError) as error:
        raise ContentError(f"{name}: this is not valid YAML: {str(error).splitlines()[0]}") from None


def decode(data: bytes, name: str) -> str:
    """The text of UTF-8 data, with or without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ContentError(f"{name}: this is not a text file in UTF-8") from None


def read_bytes(path: Path | Traversable, most: int = -1) -> bytes:
    """The first `most` bytes of a file, or all; a ContentError says why it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise ContentError(f"{path}: {error.strerror or error}") from None


def content_context(catalogue: Catalogue) -> dict[str, Any]:
    """What content is checked against: the catalogue, and the capabilities in it."""
    return {"catalogue": catalogue, "capabilities": catalogue.by_id}


def _scale_files(folder: Path | None) -> Iterator[Path]:
    if folder is None:
        return
    if not folder.is_dir():
        raise ContentError(f"RUNG_SCALES_DIR: {folder} is not a folder")
    yield from sorted(path for path in folder.iterdir() if path.suffix in {".yml", ".yaml"})


def load_content(kind: type[_C], path: Path | Traversable, context: dict[str, Any]) -> _C:
    """Read and check one file of content; a ContentError names the file, the line and the first problem."""
    data = read_bytes(path, LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise ContentError(f"{path}: this is larger than {LARGEST_FILE:,} bytes, the most that is read")
    text = decode(data, str(path))
    content = read_yaml(text, str(path))
    try:
        return kind.model_validate(content, context=context)
    except ValidationError as error:
        place, sentence = problem_of(error)
        raise ContentError(f"{path}{_line(text, place)}: {sentence}") from None


def _line(text: str, place: KeyPath) -> str:
    """The line of the deepest key on the way to `place` that the file has."""
    node: Node = YAML(typ="safe", pure=True).compose(text)
    written = ""
    for key in place:
        entries = [(value, line) for name, value, line in _entries(node) if name == key]
        if not entries:
            break
        node, line = entries[0]
        written = f", line {line + 1}"
    return written


def _entries(node: Node) -> Iterator[tuple[str | int, Node, int]]:
    """Each key or list place below a node, with its value and the line it begins on, from 0."""
    if isinstance(node, MappingNode):
        yield from ((name.value, value, name.start_mark.line) for name, value in node.value)
    elif isinstance(node, SequenceNode):
        yield from ((place, value, value.start_mark.line) for place, value in enumerate(node.value))
