import pytest
from jinja2 import UndefinedError

from bot.slack.rendering import listed, lower_first, render, sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Run tests.", "run tests."), ("CI/CD comes first.", "CI/CD comes first."), ("A job.", "a job."), ("", "")],
)
def test_lower_first_leaves_abbreviations(text, expected):
    assert lower_first(text) == expected


def test_sentence_begins_with_a_capital():
    assert sentence("the four-level scheme") == "The four-level scheme"


@pytest.mark.parametrize(
    ("items", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed(items, expected):
    assert listed(items) == expected


def test_a_template_that_names_something_it_was_not_given_fails():
    with pytest.raises(UndefinedError):
        render("scale_list", "terminal.txt")
