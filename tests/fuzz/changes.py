"""What is done to a good request: to a value in it, to its bytes, or to the HTTP round it."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from tests.fuzz.bodies import MARKER
from tests.fuzz.wire import FORM, JSON, Body, Sent

_DEEP: Any = MARKER
for _ in range(120):
    _DEEP = [_DEEP]
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**30, 10**4200, "", [], {}, [None], [[]], [{}], {"id": 5}, {"id": None}),
    *([MARKER], [1, 2], {MARKER: MARKER}, [{"id": MARKER}], {"": ""}, "\0", "\ud800", f"\u202e{MARKER}\u200d\ufeff"),
    *(f"{MARKER}\r\n\t \u00a0\u2028", "<" * 3000 + MARKER, f"<https://{MARKER}" * 300, "&amp;" * 2000, "1" * 5000),
    *(
        f"<@U{MARKER}|" * 200,
        " " * 20_000 + MARKER,
        f"{MARKER}\u0301" * 500,
        "\U0001f468\u200d" * 500,
        "{{ 7 * 7 }}%s{0}",
    ),
    *(_DEEP, "x" * 20_000 + MARKER, [MARKER] * 3000, "new:", ":", "::::", f"{MARKER}:{MARKER}", "2027-02-30", "1e999"),
)
"""In a JSON text they are what such values are; a lone surrogate and NUL are escapes there."""


def _drop(home: Any, key: Any, _: Any) -> None:
    del home[key]


def _put(home: Any, key: Any, value: Any) -> None:
    home[key] = copy.deepcopy(value)


def _wrap(home: Any, key: Any, _: Any) -> None:
    home[key] = [home[key]]


def _again(home: Any, key: Any, _: Any) -> None:
    home[key] = {"again": copy.deepcopy(home[key]), **(home[key] if isinstance(home[key], dict) else {})}


def _rename(home: Any, key: Any, _: Any) -> None:
    if isinstance(home, dict):
        home[f"{key}{MARKER}"] = home.pop(key)


CHANGES: tuple[Callable[[Any, Any, Any], None], ...] = (_drop, _put, _put, _put, _wrap, _again, _rename)
# By number, so that an example that fails can be read.
change = st.tuples(st.sampled_from(CHANGES), st.integers(0, 10_000), st.integers(0, len(VALUES) - 1))


def changed(content: Any, changes: list[tuple[Any, int, Any]]) -> Any:
    """A body with changes at places in it, wherever those are by then."""
    content = copy.deepcopy(content)
    for do, number, value in changes:
        places = list(_places(content))
        if places:
            do(*places[number % len(places)], VALUES[value])
    return content


def _places(value: Any) -> Any:
    """Each value in a body, by what holds it and its key there."""
    children = list(value.items()) if isinstance(value, dict) else list(enumerate(value))[:5]
    for key, child in children:
        yield value, key
        if isinstance(child, dict | list):
            yield from _places(child)


def _cut(data: bytes, number: int) -> bytes:
    return data[: number % (len(data) + 1)]


def _insert(data: bytes, number: int) -> bytes:
    odd = (
        b"\xff",
        b"%",
        b"%zz",
        b"\0",
        b"{",
        b"&payload=",
        b"&text=",
        b'"',
        b"NaN",
        b"1e999",
        b"\xed\xa0\x80",
        b"%ED%A0%80",
    )
    place = number % (len(data) + 1)
    return data[:place] + odd[number % len(odd)] + data[place:]


def _twice(data: bytes, number: int) -> bytes:
    return data + (b"&" if number % 2 else b"") + data


def _many(data: bytes, number: int) -> bytes:
    return data + b"".join(b"&f%d=" % field for field in range(number % 200))


def _deepen(data: bytes, number: int) -> bytes:
    return b'{"a":' * (number * 10) + data + b"}" * (number * 10)


def _bulk(data: bytes, number: int) -> bytes:
    return data + b"&x=" + b"y" * (number * 130)


SPOILS: tuple[Callable[[bytes, int], bytes], ...] = (_cut, _insert, _insert, _twice, _many, _deepen, _bulk)
TYPES = (
    "",
    "text/plain",
    JSON,
    FORM,
    f"{FORM}; charset=latin-1",
    "multipart/form-data; boundary=x",
    "\xe9",
    "a/b" * 3000,
)
spoil = st.tuples(st.sampled_from(SPOILS), st.integers(0, 10_000))


def spoiled(body: Body, spoils: list[tuple[Any, int]], kind: str | None) -> Body:
    """A body whose bytes were spoiled, perhaps under another content type."""
    for do, number in spoils:
        body = replace(body, data=do(body.data, number))
    return body if kind is None else replace(body, kind=kind)


def _cut_off(sent: Sent, number: int) -> Sent:
    return replace(sent, data=_cut(sent.data, number), ends=False)


def _noise(sent: Sent, number: int) -> Sent:
    place = number % (len(sent.data.partition(b"\r\n\r\n")[0]) + 1)
    return replace(sent, data=sent.data[:place] + bytes([number % 256]) + sent.data[place + number % 3 :], ends=False)


def _with_header(sent: Sent, number: int) -> Sent:
    headers = (
        *(b"content-length: -1", b"content-length: 99999999999999999999", b"transfer-encoding: chunked", b": empty"),
        *(
            b"upgrade: websocket\r\nconnection: upgrade",
            b"expect: 100-continue",
            b"no colon",
            b"a: \xff\0\x01",
            b"host:",
        ),
        *(b"x: " + b"y" * 70_000, b"y: z\r\n" * 150 + b"y: z", b" folded: line", b"transfer-encoding: gzip, x"),
        *(b"content-encoding: br", b"content-length: 1e3", b"content-length: 0", b"connection: keep-alive, close"),
    )
    line, _, rest = sent.data.partition(b"\r\n")
    return replace(sent, data=line + b"\r\n" + headers[number % len(headers)] + b"\r\n" + rest, ends=False)


def _chunked(sent: Sent, number: int) -> Sent:
    head, _, body = sent.data.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"content-length")]
    sizes = (b"%x", b"%x;ext", b"-%x", b"0x%x", b"%xg", b"fffffffffffffffff%x", b"%x\r\nx")
    size = sizes[number % len(sizes)] % len(body)
    data = b"\r\n".join([*lines, b"transfer-encoding: chunked", b"", size, body, b"0", b"", b""])
    return replace(sent, data=data, ends=False)


def _line(sent: Sent, number: int) -> Sent:
    lines = (
        *(
            b"GET /slack/events HTTP/1.1",
            b"POST /slack/events HTTP/9.9",
            b"PRI * HTTP/2.0",
            b"POST  /slack/events HTTP/1.1",
        ),
        *(
            b"POST http:// HTTP/1.1",
            b"CONNECT a:1 HTTP/1.1",
            b"OPTIONS * HTTP/1.1",
            b"POST /slack/%ff%00events HTTP/1.1",
        ),
        *(
            b"POST /" + b"a" * 70_000 + b" HTTP/1.1",
            b"HEAD /slack/events HTTP/1.1",
            b"POST /slack/events",
            b"\x16\x03\x01\x02",
        ),
        *(
            b"GET /slack/events/ HTTP/1.1",
            b"PATCH /metrics HTTP/1.1",
            b"DELETE /healthz HTTP/1.1",
            b"POST /slack/events?a=%zz HTTP/1.0",
        ),
        *(
            b"POST //slack/events HTTP/1.1",
            b"POST /slack/../slack/events HTTP/1.1",
            b"GET \xff HTTP/1.1",
            b"POST ? HTTP/1.1",
        ),
    )
    return replace(sent, data=lines[number % len(lines)] + b"\r\n" + sent.data.partition(b"\r\n")[2], ends=False)


def _pipelined(sent: Sent, number: int) -> Sent:
    data = sent.data.replace(b"connection: close", b"connection: keep-alive", 1)
    return replace(sent, data=data * (2 + number % 3), ends=False)


WIRES: tuple[Callable[[Sent, int], Sent], ...] = (_cut_off, _noise, _with_header, _chunked, _line, _pipelined)
wire = st.tuples(st.sampled_from(WIRES), st.integers(0, 100_000))
