"""`rung try`: the whole conversation in a terminal, with nothing but each message's plain text."""

import subprocess
import sys

import pytest

from tests.support.environment import environment


@pytest.fixture
def talk_in_terminal(tmp_path):
    def talk(*lines: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "try"],
            input="\n".join(lines) + "\n",
            env=environment(RUNG_DATABASE_URL=f"sqlite:///{tmp_path / 'try.db'}"),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert done.stderr == ""
        return done.stdout

    return talk


def test_from_the_command_to_the_result_and_the_pages_behind_it(talk_in_terminal):
    said = talk_in_terminal("/rung assess quick", "yes", "why", "y", "No", "Compare the scales", "Back to the result")
    for text in (
        "0 answered, about 3 to go",
        "Automated training: yes.",
        "Why it is asked:",
        "Level 1 of 2 on Google Cloud's scale: ML pipeline automation.",
        "What holds it: you said no to CI/CD",
        "The same answers on every scale.",
    ):
        assert text in said
    assert "&amp;" not in said
    assert "<" not in said


def test_what_was_answered_is_kept(talk_in_terminal):
    talk_in_terminal("/rung assess", "no", "no")
    assert "2 answered" in talk_in_terminal("/rung assess")


def test_rubbish_and_forms(talk_in_terminal):
    said = talk_in_terminal(
        "yes", "/rung nonsense", "/rung assess", "Add a note or link", "only the scoring model", "n/a", "It is a No"
    )
    assert "Nothing is waiting for you." in said
    assert 'I do not know "nonsense"' in said
    assert "Forms are for Slack." in said
    assert "Kept as a note for training pipeline." in said
    assert "1 answered" in said


def test_a_topic_and_a_quiz_beside_the_questions(talk_in_terminal):
    said = talk_in_terminal(
        "/rung assess", "/rung learn data", "All topics", "/rung quiz", "Hint", "A", "Next question", "yes"
    )
    for text in ("Topic 2 of 9.", "Nine short topics", "Question 1 of 10", "Hint: ", "Question 2 of 10", "1 answered"):
        assert text in said
