import io
import json
import logging

import pytest

from bot.process.logs import configure_logging, redact
from tests.support.log import captured_log

WROTE = "what somebody wrote"
HIDE = "0a1b2c3d"  # a part of every secret below
log = logging.getLogger("bot.something")


def handle(msg: str, *args: object, **extra: object) -> None:
    known = {"name": "bot.something", "levelname": "INFO", "levelno": logging.INFO, "created": 1_800_000_000.25}
    log.handle(logging.makeLogRecord({**known, "msg": msg, "args": args, **extra}))


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_record_is_one_line_of_json():
    with captured_log() as stream:
        handle("delivery %s", "sent", attempts=2, channel="é", none=None, late=True, part=0.5)
    assert stream.getvalue() == (
        '{"timestamp": "2027-01-15T08:00:00.250+00:00", "level": "info", "logger": "bot.something", "event": '
        '"delivery sent", "attempts": 2, "channel": "\\u00e9", "none": null, "late": true, "part": 0.5}\n'
    )


def test_a_record_is_one_line_of_text():
    with captured_log(as_json=False) as stream:
        handle("delivery %s", "sent", attempts=2, channel="é", reason="two words", none=None, empty="")
    assert stream.getvalue() == (
        "2027-01-15T08:00:00.250+00:00 info bot.something: delivery sent"
        ' attempts=2 channel=é reason="two words" none=null empty=""\n'
    )


@pytest.mark.parametrize("as_json", [True, False])
def test_nobody_can_write_a_line_of_their_own_or_steer_a_terminal(as_json):
    hostile = "a\nb\rc\u2028d\x1b[31me\x85f\x00\ud800"
    with captured_log(as_json=as_json) as stream:
        log.warning("said %s", hostile, extra={"note": hostile, "ke\ny": 1})
    assert stream.getvalue().endswith("\n")
    assert stream.getvalue().removesuffix("\n").isprintable()


def test_fields_cannot_pose_as_the_head_of_the_record():
    with captured_log() as stream:
        handle("true", event="false", logger="false", level="false", timestamp="false")
    assert "false" not in stream.getvalue()
    assert [(each["event"], each["logger"]) for each in lines(stream)] == [("true", "bot.something")]


def test_values_that_json_does_not_know():
    with captured_log() as stream:
        log.info("odd", extra={"number": float("nan"), "many": [1, {2}], "raw": b"x", "error": ValueError("no")})
    (line,) = lines(stream)
    assert [line[name] for name in ("number", "many", "raw", "error")] == [
        "nan",
        "[1, {2}]",
        "b'x'",
        "ValueError('no')",
    ]


@pytest.mark.parametrize(
    ("secret", "shown"),
    [
        ("xoxb-1234-5678-0a1b2c3d", "xoxb-***"),
        ("XOXP-0A1B-0a1b2c3d", "XOXP-***"),
        ("xapp-1-A0-1-0a1b2c3d", "xapp-***"),
        ("xoxe-1-0a1b2c3d_e", "xoxe-***"),
        ("xoxe.xoxb-1-0a1b2c3d", "xoxe.xoxb-***"),
        ("Bearer abc.DEF/0a1b2c3d+x=", "Bearer ***"),
        ("bearer\n0a1b2c3d", "bearer\n***"),
        ("v0=" + "0a1b2c3d" * 8, "v0=***"),
        ("https://hooks.slack.com/actions/T1/2/0a1b2c3d", "https://hooks.slack.com/***"),
        ("https:\\/\\/hooks.slack.com\\/commands\\/0a1b2c3d", "https:\\/\\/hooks.slack.com/***"),
        ("https%3A%2F%2Fhooks.slack.com%2Fcommands%2F0a1b2c3d", "https%3A%2F%2Fhooks.slack.com/***"),
        ("postgresql+psycopg://rung:0a1b2c3d@db/rung", "postgresql+psycopg://rung:***@db/rung"),
        ("postgresql://rung:p@ss:0a1b2c3d/w@db:5432/rung", "postgresql://rung:***@db:5432/rung"),
        ("redis://:0a1b2c3d@db", "redis://:***@db"),
        ("response_url=http://127.0.0.1:1/0a1b2c3d", "response_url=***"),
        ("client_secret='0a1b2c3d'", "client_secret='***'"),
        ('{"token": "0a1b2c3d", "a": 1}', '{"token": "***", "a": 1}'),
        ("wss://slack/?ticket=0a1b2c3d&app_id=A1", "wss://slack/?ticket=***&app_id=A1"),
    ],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_secrets_are_redacted_wherever_they_occur(secret, shown, as_json):
    assert redact(f"\n{secret} after") == f"\n{shown} after"
    assert redact(shown) == shown
    with captured_log(as_json=as_json) as stream:
        log.info("message %s", secret, extra={"field": secret, "nested": {"deep": ["\n" + secret]}, secret: 1})
        log.error("failed", exc_info=ValueError(secret))
    assert HIDE not in stream.getvalue()
    assert stream.getvalue().count("***") == 5


@pytest.mark.parametrize(
    "text",
    ["SLACK_BOT_TOKEN must begin with xoxb-", "http://127.0.0.1:3000/slack", "sqlite:///rung.db", "v0=bad", "2 tokens"],
)
def test_what_is_no_secret_stays(text):
    assert redact(text) == text


@pytest.mark.parametrize("name", ["token", "bot_token", "client_secret", "PASSWORD", "response_url", "authorization"])
def test_a_field_with_the_name_of_a_secret_is_redacted_whatever_it_holds(name):
    with captured_log() as stream:
        log.info("begins", extra={name: HIDE, "other": 1})
    assert [(each[name], each["other"]) for each in lines(stream)] == [("***", 1)]


def fail(note: str) -> None:
    try:
        int(note.replace(note, "not a number"))
    except ValueError as error:
        raise LookupError("outer") from error


def test_an_exception_has_its_traceback_and_no_local_variables():
    with captured_log() as stream:
        try:
            fail(WROTE)
        except LookupError:
            log.exception("failed")
    (line,) = lines(stream)
    shown = str(line["exception"])
    assert shown.startswith("Traceback (most recent call last):\n")
    assert "in fail\n" in shown
    assert "ValueError: invalid literal for int() with base 10: 'not a number'" in shown
    assert shown.endswith("LookupError: outer")
    assert WROTE not in shown


def test_a_record_that_cannot_be_written_is_told_without_what_it_held(capsys):
    with captured_log() as stream:
        log.info("%d answers", "xoxb-1-2 " + WROTE)
    (line,) = lines(stream)
    assert line["event"] == "a record could not be written: TypeError"
    assert (line["logger"], line["file"]) == ("bot.something", "test_logs.py")
    assert capsys.readouterr() == ("", "")


def test_a_closed_stream_stops_nobody(capsys):
    with captured_log() as stream:
        stream.close()
        log.info("nobody listens")
    assert capsys.readouterr() == ("", "")


def test_a_stream_that_knows_ascii_only_loses_nothing():
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    with captured_log():
        configure_logging(narrow, as_json=False, level="info")
        log.info("café 中")
    narrow.seek(0)
    assert narrow.read().endswith("bot.something: caf\\xe9 \\u4e2d\n")


def test_configuring_it_again_replaces_the_first_and_leaves_the_handlers_of_others():
    other, second = logging.NullHandler(), io.StringIO()
    with captured_log() as stream:
        logging.getLogger().addHandler(other)
        configure_logging(second, as_json=True, level="WARNING")
        log.info("too quiet")
        log.warning("once")
        assert other in logging.getLogger().handlers
    assert [each["event"] for each in lines(second)] == ["once"]
    assert stream.getvalue() == ""


def test_an_unknown_level_is_an_error():
    with captured_log(), pytest.raises(ValueError, match="LOUD"):
        configure_logging(io.StringIO(), as_json=True, level="loud")
