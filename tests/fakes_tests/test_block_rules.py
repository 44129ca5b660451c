"""What Slack refuses in the blocks of messages and views, row by row."""

import pytest

from tests.fakes.block_kit import BLOCKS, problems_of_message, problems_of_view
from tests.fakes.samples import (
    bars,
    button,
    cell,
    chart,
    field,
    home,
    menu,
    modal,
    mrkdwn,
    plain,
    points,
    requester,
    row,
    section,
    table,
)

PICTURE = {"type": "image", "image_url": "https://example.org/chart.png", "alt_text": "level 1 of 2"}
RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}]}
GOOD = [
    section("x" * 3000, expand=True, accessory=button()),
    {"type": "section", "fields": [mrkdwn("x" * 2000)] * 10},
    section("<https://example.org/a?b=1|label> <@U1> <#C1> <!date^1700000000^{date}|14 November> a &amp; b &lt;c"),
    {"type": "context", "elements": [mrkdwn(), plain(), PICTURE] * 3},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider", "block_id": "x" * 255},
    {**PICTURE, "title": plain(), "alt_text": "x" * 2000},
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "level 1 of 2"},
    row(*(button(action_id=str(each)) for each in range(25))),
    field(menu("1"), hint=plain(), optional=True, dispatch_action=True),
    RICH,
    table([cell()] * 20, *[[cell(), RICH]] * 99, column_settings=[None, {"align": "right", "is_wrapped": True}]),
    chart(),
    chart(bars(axis_config={"categories": ["one", "two"], "x_label": "quarter", "y_label": "level"})),
    chart(bars(type="line")),
    chart(bars(type="area")),
]


@pytest.mark.parametrize("block", GOOD)
def test_good_blocks_pass(block):
    assert problems_of_message({"text": "text", "blocks": [block]}) == []


def test_every_kind_of_block_is_shown_to_pass():
    assert {each["type"] for each in GOOD} == set(BLOCKS)


BAD = [
    ("no object", "unsupported block None", "/blocks/0"),
    ({"text": plain()}, "unsupported block None", "/blocks/0"),
    ({"type": "divider", "text": plain()}, "unknown key text", "/blocks/0"),
    ({"type": "section"}, "a section needs text or fields", "/blocks/0"),
    ({"type": "section", "text": {"type": "mrkdwn"}}, "text is missing", "/blocks/0/text"),
    ({"type": "section", "text": "text"}, "must be plain_text or mrkdwn", "/blocks/0/text"),
    ({"type": "section", "text": {**mrkdwn(), "emoji": True}}, "unknown key emoji", "/blocks/0/text"),
    ({"type": "section", "text": {**plain(), "verbatim": True}}, "unknown key verbatim", "/blocks/0/text"),
    ({"type": "section", "text": {**plain(), "emoji": "yes"}}, "emoji must be true or false", "/blocks/0/text/emoji"),
    ({"type": "section", "text": {"type": "plain_text", "text": 7}}, "text must be text", "/blocks/0/text/text"),
    (section(expand="yes"), "expand must be true or false", "/blocks/0"),
    (section(fields=[]), "0 fields; 1 to 10", "/blocks/0/fields"),
    (section(fields=mrkdwn()), "fields must be a list", "/blocks/0/fields"),
    (section(fields=[mrkdwn("")]), "text is empty", "/blocks/0/fields/0/text"),
    (section(accessory={"type": "plain_text_input", "action_id": "i"}), "unsupported element", "/blocks/0/accessory"),
    ({"type": "context"}, "elements is missing", "/blocks/0"),
    ({"type": "context", "elements": [button()]}, "must be plain_text or mrkdwn", "/blocks/0/elements/0"),
    ({"type": "context", "elements": [{"type": "image"}]}, "alt_text is missing", "/blocks/0/elements/0"),
    ({"type": "actions"}, "elements is missing", "/blocks/0"),
    (row("button"), "unsupported element None", "/blocks/0/elements/0"),
    (row(button(), button(value="other")), "action_id a is there twice in a block", "/blocks"),
    ({"type": "header"}, "text is missing", "/blocks/0"),
    ({"type": "image", "alt_text": "x"}, "a picture needs image_url or slack_file", "/blocks/0"),
    ({**PICTURE, "slack_file": {"id": "F1"}}, "a picture needs", "/blocks/0"),
    ({**PICTURE, "image_url": "chart.png"}, "image_url is no address", "/blocks/0"),
    ({**PICTURE, "image_url": "https://" + "x" * 3000}, "3008 characters", "/blocks/0/image_url"),
    ({**PICTURE, "alt_text": "x" * 2001}, "2001 characters", "/blocks/0/alt_text"),
    ({**PICTURE, "alt_text": ""}, "alt_text is empty", "/blocks/0/alt_text"),
    ({**PICTURE, "title": plain("x" * 2001)}, "2001 characters", "/blocks/0/title/text"),
    ({"type": "input", "element": menu("1")}, "label is missing", "/blocks/0"),
    ({"type": "input", "label": plain()}, "element is missing", "/blocks/0"),
    (field(button()), "unsupported element button", "/blocks/0/element"),
    (field(menu("1"), label=plain("x" * 2001)), "2001 characters", "/blocks/0/label/text"),
    (field(menu("1"), label=mrkdwn()), "must be plain_text", "/blocks/0/label"),
    (field(menu("1"), hint=plain("x" * 2001)), "2001 characters", "/blocks/0/hint/text"),
    (field(menu("1"), optional="yes"), "optional must be true or false", "/blocks/0/optional"),
    (field(menu("1"), block_id=7), "block_id must be text", "/blocks/0/block_id"),
    (section("a <!everyone> b"), "rung_rule: text pings with <!everyone>", "/blocks/0/text/text"),
    (section("<!here|here>"), "rung_rule: text pings", "/blocks/0/text/text"),
    (section("<b> bold"), "rung_rule: text has an unescaped <", "/blocks/0/text/text"),
    (section("<@U1 and <https://example.org>"), "rung_rule: text has an unescaped <", "/blocks/0/text/text"),
    (section("<@U1"), "rung_rule: text has an unescaped <", "/blocks/0/text/text"),
    (section("<javascript:alert(1)|label>"), "rung_rule: text has an unescaped <", "/blocks/0/text/text"),
    (section("<!date^1700000000^{date}>"), "rung_rule: text has an unescaped <", "/blocks/0/text/text"),
    ({"type": "context", "elements": [mrkdwn("<!channel>")]}, "rung_rule: text pings", "/blocks/0/elements/0/text"),
    ({"type": "rich_text", "elements": [{"type": "broadcast", "range": "here"}]}, "rung_rule: text pings", "/blocks/0"),
    ({"type": "rich_text", "elements": [{"type": "marquee"}]}, "unsupported element marquee", "/blocks/0/elements/0"),
    ({"type": "rich_text", "elements": [{"type": "text"}]}, "text is missing", "/blocks/0/elements/0"),
    ({"type": "rich_text", "elements": []}, "0 elements", "/blocks/0/elements"),
    (table([]), "0 cells; 1 to 20", "/blocks/0/rows/0"),
    (table([cell()] * 21), "at most 100 rows of 20 cells", "/blocks/0/rows"),
    ({"type": "table", "rows": "rows"}, "at most 100 rows", "/blocks/0/rows"),
    (table([cell("")]), "text is empty", "/blocks/0/rows/0/0/text"),
    (table([mrkdwn()]), "unsupported cell mrkdwn", "/blocks/0/rows/0/0"),
    (table([{**cell(), "style": "bold"}]), "unknown key style", "/blocks/0/rows/0/0"),
    (table([{"type": "rich_text", "elements": [], "style": "bold"}]), "unknown key style", "/blocks/0/rows/0/0"),
    (table([{"type": "rich_text", "elements": []}]), "0 elements", "/blocks/0/rows/0/0/elements"),
    (table([cell("x" * 6000), cell("x" * 6000)]), "at most 10000 characters", "/blocks/0/rows"),
    (table(column_settings=[{}] * 21), "21 columns", "/blocks/0/column_settings"),
    (table(column_settings=[{"align": "justify"}]), "align must be", "/blocks/0/column_settings/0"),
    (table(column_settings=[{"is_wrapped": 1}]), "is_wrapped must be", "/blocks/0/column_settings/0"),
    (table(column_settings=[{"width": 1}]), "unknown key width", "/blocks/0/column_settings/0"),
    (chart(title="x" * 51), "51 characters", "/blocks/0/title"),
    (chart({"type": "radar"}), "unsupported chart radar", "/blocks/0/chart"),
    (chart({"type": "pie", "segments": [], "series": []}), "unknown key series", "/blocks/0/chart"),
    (chart({"type": "pie", "segments": points(*"abcdefg")}), "7 segments; 1 to 6", "/blocks/0/chart/segments"),
    (chart({"type": "pie", "segments": points("a", value=0)}), "value must be above 0", "/blocks/0/chart/segments/0"),
    (
        chart({"type": "pie", "segments": points("a", value="1")}),
        "value must be a number",
        "/blocks/0/chart/segments/0",
    ),
    (chart({"type": "pie", "segments": points("x" * 21)}), "21 characters", "/blocks/0/chart/segments/0/label"),
    (chart({"type": "pie", "segments": [{"label": "a"}]}), "value is missing", "/blocks/0/chart/segments/0"),
    (chart(bars(series=[])), "0 series; 1 to 6", "/blocks/0/chart/series"),
    (chart(bars(series=bars()["series"] * 2)), "series have the same name", "/blocks/0/chart/series"),
    (chart(bars(series=[{"name": "x" * 21, "data": points("one", "two")}])), "21 characters", "series/0/name"),
    (chart(bars(series=[{"name": "a", "data": points("one")}])), "labels must be the categories", "series/0/data"),
    (chart(bars(series=[{"name": "a", "data": points(*["a"] * 21)}])), "21 points; 1 to 20", "series/0/data"),
    (chart(bars(series=[{"name": "a"}])), "data is missing", "/blocks/0/chart/series/0"),
    (chart(bars(axis_config={})), "categories is missing", "/blocks/0/chart/axis_config"),
    (chart(bars(axis_config={"categories": ["a"] * 21})), "21 categories; 1 to 20", "axis_config/categories"),
    (chart(bars(axis_config={"categories": ["x" * 21]})), "category: 21 characters", "axis_config/categories"),
    (chart(bars(axis_config={"categories": ["a"], "x_label": "x" * 51})), "51 characters", "axis_config/x_label"),
]


@pytest.mark.parametrize(("block", "problem", "path"), BAD)
def test_bad_blocks_are_refused_with_their_place(block, problem, path):
    found = problems_of_message({"text": "text", "blocks": [block]})
    assert any(problem in each and each.endswith("]") and path in each for each in found), found


@pytest.mark.parametrize(
    ("blocks", "problem"),
    [
        ({}, "blocks is no list"),
        ([table(), table()], "one table a message"),
        ([chart(block_id=str(each)) for each in range(3)], "2 data_visualization a message"),
        ([row(button()), section(accessory=button())], "rung_rule: action_id a is there twice"),
        ([requester(focus_on_load=True), field({**menu("1"), "focus_on_load": True})], "focus_on_load is there twice"),
    ],
)
def test_bad_combinations_are_refused(blocks, problem):
    found = problems_of_message({"text": "text", "blocks": blocks})
    assert any(each.startswith(problem) for each in found), found


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ({"text": "x" * 4001}, "rung_rule: text: 4001 characters"),
        ({"text": "<!channel>"}, "rung_rule: text pings"),
        ({"text": "a & b"}, "rung_rule: text has an unescaped &"),
        ({"text": "@channel", "link_names": True}, "rung_rule: text pings"),
        ({"text": "@channel", "parse": "full"}, "rung_rule: text pings"),
    ],
)
def test_bad_texts_are_refused(message, problem):
    assert [each for each in problems_of_message(message) if each.startswith(problem)]
    assert problems_of_message({"text": "x" * 4000, "parse": "none"}) == []


@pytest.mark.parametrize(
    "view",
    [
        modal(requester(max_length=3000), close=plain("x" * 24), private_metadata="x" * 3000, callback_id="x" * 255),
        modal(section(), *({"type": "divider"} for _ in range(99)), notify_on_close=True, clear_on_close=False),
        home(requester(), private_metadata="x", external_id="x"),
    ],
)
def test_good_views_pass(view):
    assert problems_of_view(view) == []


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        (None, "type must be modal or home"),
        (home(title=plain()), "unknown key title"),
        (home(submit=plain()), "unknown key submit"),
        ({"type": "home"}, "blocks is missing"),
        (home(*[section()] * 101), "101 blocks"),
        (home(table()), "unsupported block table"),
        (modal(chart()), "unsupported block data_visualization"),
        (modal(title=mrkdwn()), "must be plain_text"),
        (modal(close=plain("x" * 25)), "text: 25 characters"),
        (modal(notify_on_close="yes"), "notify_on_close must be true or false"),
        (modal(callback_id="x" * 256), "callback_id: 256 characters"),
        (modal(external_id="x" * 256), "external_id: 256 characters"),
        (modal(*[section("ü" * 3000)] * 45), "view: 27"),
        (modal(section("<!here>")), "rung_rule: text pings"),
        (modal(row(button()), row(button())), "rung_rule: action_id a is there twice"),
    ],
)
def test_bad_views_are_refused(view, problem):
    assert any(each.startswith(problem) for each in problems_of_view(view)), problems_of_view(view)
