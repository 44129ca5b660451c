"""Every way in which a token or the secret comes to the wrong place, or with something round it."""

from itertools import permutations

import pytest

from bot.process.tokens import problem_of

RIGHT = {
    "SLACK_BOT_TOKEN": "xoxb-1234567890-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx",
    "SLACK_APP_TOKEN": "xapp-1-A0123456789-1234567890123-0123456789abcdef",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
}
ROUND_IT = (
    "'{}'",
    '"{}"',
    "\u201c{}\u201d",
    "`{}`",
    " {}",
    "{} ",
    "{}\n",
    "{}\r\n",
    "\t{}",
    "{}\u00a0",
    "\ufeff{}",
    "<{}>",
    "{},",
)
WRONG = (
    *("xoxp-1-2-a", "xoxe-1-a", "xoxb-", "xapp-", "xoxb-\u2026", "a" * 24, "0" * 31, "0" * 33, "0123456789ABCDEF" * 2),
    *(
        "A0123456789",
        "123.456",
        "Bearer xoxb-1",
        "SLACK_BOT_TOKEN=xoxb-1",
        "xoxb-1 xoxb-2",
        "\u0660" * 32,
        "-",
        "''",
        " ",
    ),
)


@pytest.mark.parametrize("variable", RIGHT)
def test_a_right_one_is_no_problem(variable):
    assert problem_of(variable, RIGHT[variable]) is None
    assert problem_of("SLACK_BOT_TOKEN", f"xoxe.{RIGHT['SLACK_BOT_TOKEN']}") is None


@pytest.mark.parametrize("variable", RIGHT)
@pytest.mark.parametrize("surrounded", ROUND_IT)
def test_what_stands_round_it_is_named(variable, surrounded):
    said = problem_of(variable, surrounded.format(RIGHT[variable]))
    assert said is not None
    assert said.startswith(f"{variable}: there are quotes, blanks or a line end round the value; take them away; ")
    assert RIGHT[variable] not in said


@pytest.mark.parametrize(("variable", "other"), list(permutations(RIGHT, 2)))
@pytest.mark.parametrize("surrounded", ["{}", "'{}'"])
def test_one_that_belongs_elsewhere_is_named(variable, other, surrounded):
    said = problem_of(variable, surrounded.format(RIGHT[other]))
    assert said is not None
    assert f"which belongs in {other};" in said
    assert RIGHT[other] not in said


@pytest.mark.parametrize("variable", RIGHT)
@pytest.mark.parametrize("value", WRONG)
def test_anything_else_is_refused_in_one_line_without_the_value(variable, value):
    said = problem_of(variable, value)
    assert said is not None
    assert "\n" not in said
    assert said.startswith(f"{variable}: this is ")
    assert "your Slack app's page shows it under " in said
    assert len(value) < 8 or value not in said
