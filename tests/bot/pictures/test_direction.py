"""What people wrote has a direction of its own, and what would turn its line round is dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.direction import LRI, PDI, RLI, bare, isolated, without_controls

ISOLATED = {
    "Fraud, 2": "Fraud, 2",
    "צוות 2": f"{RLI}צוות 2{PDI}",
    "2 (فريق)": f"{RLI}2 (فريق){PDI}",
    "Fraud (פיקוח) 3": f"{LRI}Fraud (פיקוח) 3{PDI}",
    "١٢": f"{LRI}١٢{PDI}",
}


@pytest.mark.parametrize("text", ISOLATED)
def test_text_is_isolated_in_the_direction_of_its_first_letter(text):
    assert isolated(text) == ISOLATED[text]


TURNING = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C)]
UNSEEN = ["\0", "\a", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\u200b", "\u2060", "\ufeff", "\xad"]


@pytest.mark.parametrize("control", [*TURNING, *UNSEEN], ids=ascii)
def test_what_would_turn_a_line_is_dropped(control):
    assert isolated(f"ab{control}c") == "abc"
    assert isolated(f"א{control}ב") == f"{RLI}אב{PDI}"
    assert without_controls(f"ab{control}c") in {"abc", f"ab{control}c"[: 4 * (control in {RLI, LRI, PDI})]}


@given(st.text("aב1 .(\u2067\u2069\u202e", max_size=12))
def test_a_name_is_isolated_once_and_keeps_its_letters(name):
    assert isolated(isolated(name)) == isolated(name)
    assert bare(isolated(name)) == bare(name)
