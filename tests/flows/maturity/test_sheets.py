import pytest

from flows.errors import ContentError
from flows.maturity.answer import Answer, Sheet
from flows.maturity.loading import Maturity
from flows.maturity.sheets import read_sheets

ONE = Sheet({"cicd": Answer.NO, "slo": Answer.UNKNOWN})


@pytest.mark.parametrize(
    "text",
    [
        "answers:\n  cicd: no\n  slo: unknown\n",
        "{answers: {cicd: no, slo: unknown}}",
        '{"answers": {"cicd": "no", "slo": "unknown"}}',
        '\n{\n "answers": {"cicd": "no",\n "slo": "unknown"}\n}\n',
        "# a comment\nanswers: {cicd: 'no', slo: \"unknown\"}",
    ],
)
def test_one_sheet_in_yaml_or_json(maturity: Maturity, text):
    assert read_sheets(text, "a file", maturity.catalogue) == [ONE]


def test_one_sheet_a_line(maturity: Maturity):
    text = '{"answers": {"cicd": "no", "slo": "unknown"}}\n\n{"answers": {}}\r\n'
    assert read_sheets(text, "a file", maturity.catalogue) == [ONE, Sheet({})]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 'a file: there is no sheet in it; the smallest is {"answers": {}}'),
        ("answers: {cicd: maybe}", 'a file: answers.cicd: "maybe" is not an answer; use yes, partial, no or unknown'),
        ("answers: {cicd: partly}", 'a file: answers.cicd: "partly" is not an answer; use yes, partial, no or unknown'),
        ("answers: {cicd: true}", "a file: answers.cicd: true is not an answer; use yes, partial, no or unknown"),
        ("answers: {cicd: }", "a file: answers.cicd: null is not an answer; use yes, partial, no or unknown"),
        ("answers: {cicd: [yes]}", 'a file: answers.cicd: ["yes"] is not an answer; use yes, partial, no or unknown'),
        ("answers: {ci_cd: no}", 'a file: answers.ci_cd: "ci_cd" is not a practice Rung knows; did you mean "cicd"?'),
        ("answers: {1: no}", "a file: answers[1]: must be text"),
        ("answers: [cicd]", "a file: answers: must be a set of keys with values"),
        ("answer: {cicd: no}", "a file: answers: is missing (1 more problem after this one)"),
        ("answers: {}\nnotes: x", "a file: notes: is not a key that belongs here"),
        ("just words", "a file: must be a set of keys with values"),
        ("[1, 2]", "a file: must be a set of keys with values"),
        ('{"answers": {"cicd": "no", "cicd": "yes"}}', 'a file: "cicd" is there twice'),
        ('{"answers": {}}\n{"answers": {"slo": "x"}}', 'a file, line 2: answers.slo: "x" is not an answer; use yes, partial, no or unknown'),
        ('{"answers": {}}\n{"answers": {', "a file, line 2: this is not valid JSON: Expecting property name enclosed in double quotes at column 14"),
        ('{"answers": {"a": }\n{"answers": {}}', "a file, line 1: this is not valid JSON: Expecting value at column 19"),
        ('{"answers": ' + "[" * 100_000, "a file: this is nested too deeply to be read"),
        ('{"answers": {}}\n{"answers": ' + "[" * 100_000, "a file, line 2: this is nested too deeply to be read"),
        ("- " * 100_000, "a file: this is nested too deeply to be read"),
        ('{"answers": {"a": }', "a file, line 1: this is not valid YAML: expected ',' or '}', but got '<stream end>'"),
        ("answers: !thing {a: yes}", "a file, line 1: this is not valid YAML: could not determine a constructor for the tag '!thing'"),
        ("answers: {a: *b}", "a file, line 1: this is not valid YAML: found undefined alias 'b'"),
        ("a: b: c", "a file, line 1: this is not valid YAML: mapping values are not allowed here"),
    ],
)  # fmt: skip
def test_rubbish_gets_one_sentence(maturity: Maturity, text, expected):
    with pytest.raises(ContentError) as caught:
        read_sheets(text, "a file", maturity.catalogue)
    assert str(caught.value) == expected
