"""What a button carries, and what none of ours does."""

import pytest

from bot.slack.errors import PayloadError
from bot.slack.handles import LONGEST_VALUE, Handle


def test_a_handle_comes_back_as_it_went():
    handle = Handle("a1", "cicd yes")
    assert Handle.read(handle.value) == handle
    assert Handle.read(Handle("a1").value) == Handle("a1")


def test_more_than_slack_lets_a_form_hold_is_refused_before_anything_is_done_with_it():
    assert Handle.read(f"a1:{'x' * (LONGEST_VALUE - 3)}").id == "a1"
    with pytest.raises(PayloadError, match="open its message anew"):
        Handle.read(f"a1:{'x' * LONGEST_VALUE}")
