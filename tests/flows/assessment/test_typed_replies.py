import pytest

from flows.assessment.typed_replies import FreeText, Word, links_in, read_reply
from flows.maturity.answer import Answer


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        *[
            (text, Answer.YES)
            for text in ("yes", "Y", " yep ", "👍", "👍🏽", "✅", ":+1:", ":+1::skin-tone-3:", "1", "Yes.", "YES!")
        ],
        *[(text, Answer.PARTIAL) for text in ("partly", "Partially", "kind  of", "mostly", "in part", "2")],
        *[(text, Answer.NO) for text in ("no", "n", "nope", "not yet", "👎", ":thumbsdown:", "3", "No, ")],
        *[
            (text, Answer.UNKNOWN)
            for text in ("not sure", "idk", "dunno", "🤷", "🤷‍♀️", ":shrug:", "don\u2019t know", "4")
        ],
        *[(text, Word.BACK) for text in ("back", "undo")],
        *[(text, Word.WHY) for text in ("why", "Why?")],
        *[(text, Word.PAUSE) for text in ("stop", "pause")],
        ("same as last time", Word.SAME),
        ("does not apply", Word.NOT_APPLICABLE),
        ("n/a", Word.NOT_APPLICABLE),
        ("start over", Word.START_OVER),
        ("continue", Word.CONTINUE),
        ("planned", Word.PLANNED),
        ("WIP", Word.PLANNED),
        ("help", Word.ASKS),
        ("?!", Word.ASKS),
        ("what is a pipeline?", Word.ASKS),
        *[(text, Word.UNREADABLE) for text in ("🎉", ":tada: :tada:", "...", "", "   ")],
    ],
)
def test_exact_words_and_their_variants(text, meaning):
    assert read_reply(text) == meaning


@pytest.mark.parametrize(
    ("text", "could_be"),
    [
        ("Yes, but only the scoring model", (Answer.YES, Answer.PARTIAL)),
        ("no idea who does that", (Answer.NO, Answer.PARTIAL)),
        ("partly, the batch jobs", (Answer.PARTIAL,)),
        ("not sure about the old ones", (Answer.UNKNOWN,)),
        ("yesterday we began", ()),
        ("nothing of the kind", ()),
        ("5", ()),
        ("1 of our 3 models", ()),
    ],
)
def test_anything_longer_is_a_note_and_never_guessed(text, could_be):
    assert read_reply(text) == FreeText(text, (), could_be)


def test_links_are_evidence():
    assert read_reply("https://ci.example.org/run/7") == FreeText(
        "https://ci.example.org/run/7", ("https://ci.example.org/run/7",), ()
    )
    assert links_in("see http://a.example.org and https://b.example.org/x?y=1") == (
        "http://a.example.org",
        "https://b.example.org/x?y=1",
    )
