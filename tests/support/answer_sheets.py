"""Answer sheets for tests, from short notation and at random."""

from hypothesis import strategies as st

from flows.maturity.answer import Answer, Sheet
from flows.maturity.loading import load_maturity

CAPABILITIES = tuple(load_maturity().catalogue.by_id)
_LETTERS = {"y": Answer.YES, "p": Answer.PARTIAL, "n": Answer.NO, "?": Answer.UNKNOWN}


def answered(notation: str = "", *, others: Answer | None = None) -> Sheet:
    """`"cicd:y auto_train:p slo:?"`; what is not named gets the answer `others`, or was not asked."""
    named = {name: _LETTERS[content] for name, content in (each.split(":") for each in notation.split())}
    assert set(named) <= set(CAPABILITIES), f"unknown: {set(named) - set(CAPABILITIES)}"
    return Sheet({**(dict.fromkeys(CAPABILITIES, others) if others else {}), **named})


answers = st.sampled_from(list(Answer))


@st.composite
def sheets(draw: st.DrawFn, *, claims: bool = False) -> Sheet:
    """Any sheet, with mostly answered and mostly empty ones about equally likely."""
    left_out = draw(st.sampled_from(["few", "half", "most"]))
    chance = {"few": [True] * 9 + [False], "half": [True, False], "most": [True] + [False] * 5}[left_out]
    mostly = draw(answers)
    sheet = {
        capability: draw(st.one_of(st.just(mostly), answers))
        for capability in CAPABILITIES
        if draw(st.sampled_from(chance))
    }
    refused = draw(st.frozensets(st.sampled_from(CAPABILITIES), max_size=4)) if claims else frozenset()
    return Sheet(sheet, refused)
