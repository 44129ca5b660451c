"""So many requests, drawn by hypothesis, each sent as soon as it is drawn."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.bodies import KINDS, MARKER, body_of
from tests.fuzz.changes import TYPES, change, changed, spoil, spoiled, wire
from tests.fuzz.target import Target
from tests.fuzz.wire import SIGNATURES, Sent, request

ROUND = 2000  # requests, after which hypothesis and the Slack may forget
NONE = 0  # stands for a connection that ended without an answer
AT_ONCE = 5  # requests in an example, as hypothesis has much to do for each
_HARD = (
    *(
        "<https://" * 4000,
        "a" * 30_000,
        "@" * 3000,
        " " * 30_000 + ".",
        "\u00a0-\u2014" * 3000,
        "1" * 6000,
        "<@U1|" * 5000,
    ),
    *("a" + "\u0316\u0301" * 10_000, "&#" + "1" * 5000, "top 1 " * 10_000, "on " * 10_000, "<!subteam^" * 3000),
)


@dataclass(frozen=True)
class Wish:
    """What to send."""

    kind: str
    number: int
    typed: str
    changes: list[tuple[Any, int, int]]
    spoils: list[tuple[Any, int]]
    content_type: str | None
    signature: str
    wires: list[tuple[Any, int]]
    noise: bytes | None

    def sent(self, target: Target) -> Sent:
        """The bytes to send, with fresh ids."""
        if self.noise is not None:
            return Sent(self.noise + MARKER.encode(), may_pass=False, ends=False)
        content, encode = target.writer.write(self.kind, self.number, self.typed)
        body = spoiled(body_of(changed(content, self.changes), encode), self.spoils, self.content_type)
        sent = request(body, self.signature)
        for do, number in self.wires:
            sent = do(sent, number)
        return sent


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    """One request. The dice say what is odd about it, as drawing everything each time would take too long."""
    dice = [draw(st.integers(0, 9_999)) for _ in range(2)]
    return Wish(
        kind=KINDS[dice[0] % len(KINDS)],
        number=draw(st.integers(0, 10_000)),
        typed=draw(st.text(max_size=20)) if dice[0] % 10 else _HARD[dice[0] // 10 % len(_HARD)],
        changes=draw(st.lists(change, max_size=3)) if dice[1] % 4 else [],
        spoils=draw(st.lists(spoil, min_size=1, max_size=2)) if dice[1] % 5 == 0 else [],
        content_type=TYPES[dice[1] // 10 % len(TYPES)] if dice[1] % 10 == 1 else None,
        signature=SIGNATURES[dice[0] // 6 % len(SIGNATURES)],
        wires=draw(st.lists(wire, min_size=1, max_size=2)) if dice[1] % 7 == 0 else [],
        noise=draw(st.binary(max_size=200)) if dice[1] % 20 == 3 else None,
    )


@dataclass
class Tally:
    """What came back."""

    statuses: Counter[int] = field(default_factory=Counter)
    requests: int = 0


def send_many(target: Target, count: int, number: int, tally: Tally) -> None:
    """Send so many requests, the same for the same number, and raise for the first that goes wrong."""

    @seed(number)
    @settings(
        max_examples=-(-count // AT_ONCE),
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(st.lists(wishes(), min_size=AT_ONCE, max_size=AT_ONCE))
    def send(several: list[Wish]) -> None:
        for wish in several:
            tally.requests += 1
            tally.statuses.update(target.send(wish.sent(target)) or [NONE])

    send()
    target.forget()
