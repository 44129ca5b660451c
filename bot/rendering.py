"""The words people read: Jinja2 templates, one folder for each message."""

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


def render(message: str, part: str, **values: object) -> str:
    """Fill `templates/<message>/<part>.j2`; a name the template does not know is an error."""
    return _environment().get_template(f"{message}/{part}.j2").render(values).strip("\n")


@cache
def _environment() -> Environment:
    # Terminal text holds checked content and ids only, so there is nothing to escape in it.
    environment = Environment(  # noqa: S701
        loader=PackageLoader("bot"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"lower_first": lower_first, "listed": listed, "sentence": sentence}
    return environment


def lower_first(text: str) -> str:
    """The text for use inside a sentence; a first word with capitals further on, such as CI/CD, stays."""
    first_word = text.split(" ", 1)[0]
    return text if first_word[1:] != first_word[1:].lower() else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """The text with a capital at the beginning."""
    return text[:1].upper() + text[1:]


def listed(items: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    items = list(items)
    return f" {last} ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
