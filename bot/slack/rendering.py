"""The words people read: Jinja2 templates, one folder for each message."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache, partial
from itertools import accumulate
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from jinja2.runtime import Context
from markupsafe import Markup

from bot.slack.typed_text import SOMEBODY, by_ids
from flows.calendar.rhythm import WEEKDAYS

# Text that is escaped already, to be set into another message.
Safe = Markup

# What is not one space already; a space between two words, which is most of a text, costs nothing.
_SPACES, _LINE_ENDS = re.compile(r"[ \t]{2,}|\t"), re.compile(r" ?\n\s*")
# What Slack's signs for bold words and code are until a text is put into a message: nobody can type these.
BOLD, CODE = "\x02", "\x03"
MOST_NAMES, ROOM_FOR_NAMES = 5, 200  # in a sentence; the room in characters
_QUOTES = {"&#34;": '"', "&#39;": "'"}


@dataclass(frozen=True)
class Words:
    """A message in words: all of it as one text, and its named parts for blocks. Ready for Slack, `& < >` escaped."""

    text: str
    parts: Mapping[str, str]


def render(message: str, part: str, **values: object) -> str:
    """Fill `templates/<message>/<part>.j2` for a terminal; a name the template does not know is an error."""
    return html.unescape(_template(f"{message}/{part}").render(values)).strip("\n")


def render_template(template: str, **values: object) -> str:
    """Fill `templates/<template>.j2` as it is, with what people wrote escaped for HTML and SVG."""
    return _template(template).render(values)


def render_words(message: str, **values: object) -> Words:
    """Fill `templates/<message>/text.j2` for Slack. Its Jinja blocks are the parts, its whole the text.

    So a message says the same in its text, which is all that a screen reader or a notification has, and in its blocks.
    """
    template = _template(f"{message}/text")
    context = template.new_context(values)
    parts = {name: _tidy(block(context)) for name, block in template.blocks.items()}
    context.blocks = {name: [partial(_as_it_is, part)] for name, part in parts.items()}  # not to render them again
    return Words(_tidy(template.root_render_func(context)), parts)


def render_notice(message: str, notice: Any, **values: object) -> Words:  # noqa: ANN401 - any dataclass
    """Fill a message's template with each field of a notice, and further values, and split it into parts."""
    return render_words(message, **{field.name: getattr(notice, field.name) for field in fields(notice)} | values)


def _as_it_is(part: str, _: Context) -> Iterator[str]:
    yield part


def mention(slack_id: str) -> Markup:
    """A person or a channel as Slack names it; nobody can write one by hand, because `<` is escaped."""
    sign = "@" if slack_id[:1] in {"U", "W"} else "#"
    return Markup("<{}{}>").format(sign, slack_id)


def naming(text: str) -> Markup:
    """A note, with the people and channels that Slack has not named shown by Slack: for the one who wrote it."""
    return Markup(by_ids(escape(text), lambda slack_id: f"<{slack_id}>"))  # noqa: S704 - escaped


def not_naming(text: str) -> str:
    """A note, with nobody in it whom Slack would tell about it."""
    return by_ids(text, lambda slack_id: SOMEBODY[slack_id[0]])


def code(words: str) -> Markup:
    """Words as code."""
    return Markup("{0}{1}{0}").format(CODE, words)


def linked_to(words: str, address: str) -> Markup:
    """Words that lead to an address."""
    return Markup("<{}|{}>").format(address, words)


def escape(text: str) -> str:
    """Text that a person or a file wrote, as Slack wants it."""
    return _unquoted(str(Markup.escape(text)))


def plain(text: str) -> str:
    """What a screen reader or a terminal has of a text for Slack."""
    text = re.sub(r"<([@#][^<>]+)>", r"\1", text)
    return html.unescape(re.sub(r"<https?://[^|<>]+\|([^<>]+)>", r"\1", text))


def _tidy(chunks: Iterable[str]) -> str:
    """One space between words and no empty lines, so that templates can be laid out for whoever reads them."""
    return _unquoted(_LINE_ENDS.sub("\n", _SPACES.sub(" ", "".join(chunks))).strip())


def _unquoted(text: str) -> str:
    for escaped, quote in _QUOTES.items():
        text = text.replace(escaped, quote)
    return text


def compile_templates() -> None:
    """Compile every template, so that nobody who clicks waits for it: half a second of work."""
    environment = _environment()
    for name in environment.list_templates():
        environment.get_template(name)


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.j2")


@cache
def _environment() -> Environment:
    # Slack's own escaping is of & < > alone: HTML escaping of quotes is taken back in _tidy. That is exact, since a
    # text in which people wrote "&#34;" has "&amp;#34;" by then.
    environment = Environment(
        loader=PackageLoader("bot"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
        auto_reload=False,  # the files come with the program
    )
    environment.filters |= {
        "lower_first": lower_first,
        "listed": listed,
        "few": few,
        "sentence": sentence,
        "day": day,
        "day_month": day_month,
        "weekday": weekday,
        "clock": clock,
        "mention": mention,
        "code": code,
        "naming": naming,
        "not_naming": not_naming,
        "linked_to": linked_to,
        "counted": counted,
    }
    environment.globals["weekdays"] = WEEKDAYS
    environment.globals["say"] = environment.get_template("phrases.j2").module
    return environment


def lower_first(text: str) -> str:
    """The text for use inside a sentence; a first word with capitals further on, such as CI/CD, stays."""
    first_word = text.split(" ", 1)[0]
    if first_word[1:] != first_word[1:].lower():
        return text
    return text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """The text with a capital at the beginning."""
    return text[:1].upper() + text[1:]


def listed(items: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    *most, end = list(items) or [""]
    if not most:
        return end
    return Markup("{} {} {}").format(Markup(", ").join(most), last, end)


def few(names: Sequence[str]) -> Sequence[str]:
    """The first five at most, and fewer long ones."""
    room = accumulate(len(escape(name)) for name in names[:MOST_NAMES])
    fitting = sum(length <= ROOM_FOR_NAMES for length in room)
    return names[: max(1, fitting)]


def day(moment: date) -> str:
    """`21 November 2026`."""
    return f"{moment.day} {moment:%B} {moment.year}"


def day_month(moment: date) -> str:
    """`21 November`."""
    return f"{moment.day} {moment:%B}"


def weekday(moment: date) -> str:
    """`Saturday 21 November`."""
    return f"{moment:%A} {day_month(moment)}"


def clock(moment: datetime) -> str:
    """`17:00`, in the time zone of the moment."""
    return f"{moment:%H:%M}"


def counted(number: int, noun: str, several: str | None = None) -> str:
    """`1 question`, `2 questions`, `1,200 questions`."""
    return f"{number:,} {noun if number == 1 else several or f'{noun}s'}"
