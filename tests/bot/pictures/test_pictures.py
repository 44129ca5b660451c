"""Pictures: what is drawn, as Slack's charts and as images, with all of it in words."""

import json
import struct
from base64 import b64encode
from dataclasses import replace

import pytest

from bot.pictures.charts import png_of
from bot.pictures.drawing import Drawings
from bot.pictures.pictures import chart, image, svg_of, words_of
from bot.slack.attachments import Attachment
from bot.slack.errors import PermanentSlackError
from flows.acts.results.pictures import Distribution, Picture, Trend, TrendPoint, trend_of
from flows.ports import PlacedResult
from tests.fakes.block_kit import problems_of_message
from tests.support.standings import MATURITY

GOOGLE, CMMI = MATURITY.by_name["google"], MATURITY.by_name["cmmi"]
FRAUD = Trend(
    "Fraud",
    GOOGLE,
    (
        TrendPoint("Q1 2026", 0, 0),
        TrendPoint("Q2 2026", 1, 1),
        TrendPoint("Q2 2026", 1, 0, 1),
        TrendPoint("Q3 2026", 2, 0),
    ),
)
PICTURES: dict[str, Picture] = {
    "trend": FRAUD,
    "trend_hostile": Trend(
        "<&> *b* \"q\" 'a' " + "x" * 70, GOOGLE, (TrendPoint("Q1 <2026>", 0, 3), TrendPoint("Q2", 2, 0))
    ),
    "trend_long": Trend(
        "Ärger 数据", CMMI, tuple(TrendPoint(f"{each} January 2026", each % 5 + 1, each % 2) for each in range(20))
    ),
    "distribution": Distribution(CMMI, ((1, 4), (2, 7), (3, 0), (4, 2), (5, 1))),
    "distribution_none": Distribution(GOOGLE, ((0, 0), (1, 0), (2, 0))),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_as_it_was_looked_at_and_agreed(name, golden):
    picture = PICTURES[name]
    golden(f"pictures/{name}.svg", svg_of(picture))
    golden(f"pictures/{name}.json", json.dumps(chart(picture), indent=1, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("name", PICTURES)
def test_slack_takes_it_and_its_alternative_text_has_every_number(name):
    picture = PICTURES[name]
    assert problems_of_message({"text": "x", "blocks": [chart(picture)]}) == []
    says = image(picture)["alt_text"]
    numbers = [each.level for each in picture.points] if isinstance(picture, Trend) else [n for _, n in picture.teams]
    assert all(str(each) in says for each in numbers)
    shown = {key: value for key, value in image(picture).items() if key != "svg"} | {"slack_file": {"id": "F1"}}
    assert problems_of_message({"text": "x", "blocks": [shown]}) == []


def test_a_level_that_rests_on_what_does_not_apply_says_so():
    assert "Q2 2026 level 1 with 1 not applicable" in words_of(FRAUD).parts["says"]
    assert "* rests on what does not apply" in svg_of(FRAUD)
    assert "1*" in svg_of(FRAUD)


@pytest.mark.parametrize("name", PICTURES)
def test_it_is_drawn_with_fonts_of_ours(name):
    svg = svg_of(PICTURES[name])
    png = png_of(svg)
    width, height = struct.unpack(">II", png[16:24])
    assert png.startswith(b"\x89PNG")
    assert (width, height) == (1520, 2 * int(svg.split('height="')[1].split('"')[0]))
    assert png_of(svg.replace("<text", "<desc").replace("</text", "</desc")) != png
    assert png_of(svg) is png  # drawn once


def drawn_into(given: list[Attachment]) -> Drawings:
    """Drawings for a Slack that keeps what it is given."""

    def upload(file: Attachment) -> str:
        given.append(file)
        return f"F{len(given)}"

    return Drawings(upload, moment=0)


def block() -> dict[str, str]:
    return {"type": "image", "alt_text": "a picture", "svg": svg_of(FRAUD)}


def test_the_same_picture_is_given_to_slack_once():
    given: list[Attachment] = []
    drawings = drawn_into(given)
    first, again = (next(drawings.forms([block()])) for _ in range(2))
    assert first == again == [{"type": "image", "alt_text": "a picture", "slack_file": {"id": "F1"}}]
    assert given[0].content.startswith(b"\x89PNG")
    text = {"type": "section", "text": {"type": "mrkdwn", "text": "words"}}
    assert list(drawings.forms([text])) == [[text]]
    assert list(drawings.forms([text, block()]))[-1] == [text]


def test_two_results_of_one_period_have_labels_of_their_own():
    points = tuple(TrendPoint("30 September 2027", 1, each % 2, each) for each in range(3))
    categories = chart(Trend("Fraud", GOOGLE, points))["chart"]["axis_config"]["categories"]
    assert categories == ["30 September 2027", "30 September 2… (2)*", "30 September 20… (3)"]


def test_results_by_another_version_of_the_scale_are_left_out():
    placed = [PlacedResult(f"Q{each}", 0, GOOGLE.content_hash, 1, settled=True, not_applicable=0) for each in (4, 3)]
    old = replace(placed[0], scale_hash="old", level=7)
    assert trend_of("Fraud", GOOGLE, [placed[0], old]) is None
    found = trend_of("Fraud", GOOGLE, [placed[0], old, placed[1]])
    assert found
    assert [each.period for each in found.points] == ["Q3", "Q4"]


def test_a_picture_that_slack_has_lost_is_uploaded_anew():
    given: list[Attachment] = []
    drawings = drawn_into(given)
    assert len(list(drawings.forms([block()]))) == 3  # refused twice, and then left out
    assert next(drawings.forms([block()]))[0]["slack_file"] == {"id": "F2"}


def test_what_stands_in_for_slack_has_the_picture_in_the_block():
    (shown,) = next(Drawings(lambda _: "F1", within=True).forms([block()]))
    assert shown["image_url"] == f"data:image/png;base64,{b64encode(png_of(svg_of(FRAUD))).decode()}"


def test_a_picture_that_slack_takes_no_file_of_is_left_out():
    def refuse(_: Attachment) -> str:
        raise PermanentSlackError("missing_scope")

    text = {"type": "section", "text": {"type": "mrkdwn", "text": "words"}}
    assert list(Drawings(refuse).forms([text, block()])) == [[text], [text]]
