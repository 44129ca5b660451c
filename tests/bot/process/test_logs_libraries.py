"""The libraries log what people wrote. None of it may arrive in ours."""

import json
import logging
import time
from collections.abc import Sequence
from urllib.parse import urlencode

import pytest
from pydantic import BaseModel, ValidationError
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.models.blocks import Block
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.support.asgi import SECRET
from tests.support.log import captured_log

WROTE = "hush"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


at_every_level = pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING"])


def new_bolt() -> App:
    """Made after the log is configured, as Bolt copies the root's level to each of its loggers."""
    allowed = AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0")  # noqa: S106
    return App(signing_secret=SECRET, authorize=lambda: allowed, process_before_response=True)


def dispatch(bolt: App, body: str, content_type: str, signature: str | None = None) -> int:
    timestamp = str(int(time.time()))
    right = str(SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body))
    headers: dict[str, str | Sequence[str]] = {"content-type": content_type, "x-slack-request-timestamp": timestamp}
    headers["x-slack-signature"] = signature or right
    return int(bolt.dispatch(BoltRequest(body=body, headers=headers)).status)


def act(**content: object) -> str:
    return urlencode({"payload": json.dumps({"team": {"id": "T1"}, "user": {"id": "U1"}, **content})})


@at_every_level
def test_bolt_refusing_a_signature_leaves_no_body(level):
    with captured_log(level=level) as stream:
        assert dispatch(new_bolt(), f"text={WROTE}", FORM, signature="v0=0") == 401
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (json.dumps({"type": "event_callback", "team_id": "T1", "event": {"type": "message", "text": WROTE}}), JSON),
        (json.dumps({"type": "event_callback", "team_id": "T1", "event": {"type": WROTE}}), JSON),
        (f"command=%2F{WROTE}&text={WROTE}&team_id=T1&user_id=U1", FORM),
        (act(type="block_actions", actions=[{"action_id": WROTE, "block_id": WROTE, "value": WROTE}]), FORM),
        (act(type="block_suggestion", action_id=WROTE, block_id="b", value=WROTE), FORM),
        (act(type="dialog_submission", callback_id="c", submission={"note": WROTE}), FORM),
        (act(type="interactive_message", callback_id="c", actions=[{"value": WROTE}]), FORM),
        (act(type="view_submission", view={"type": "modal", "callback_id": WROTE}), FORM),
        (act(type="shortcut", callback_id=WROTE), FORM),
    ],
)
@at_every_level
def test_what_bolt_has_no_listener_for_leaves_no_body(body, content_type, level):
    with captured_log(level=level) as stream:
        assert dispatch(new_bolt(), body, content_type) == 404
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(each["logger"], each["level"], each["event"]) for each in lines] == [
        ("slack_bolt.App", "warning", "Unhandled request")
    ]
    assert WROTE not in stream.getvalue()


@at_every_level
def test_a_middleware_that_swallows_a_request_leaves_no_body(level):
    with captured_log(level=level) as stream:
        bolt = new_bolt()
        bolt.use(lambda req: None)  # noqa: ARG005 - Bolt passes arguments by name
        assert dispatch(bolt, f"command=%2Frung&text={WROTE}&team_id=T1", FORM) == 404
    assert json.loads(stream.getvalue())["event"] == "A global middleware"
    assert WROTE not in stream.getvalue()


@at_every_level
def test_slack_sdk_leaves_no_blocks(level):
    with captured_log(level=level) as stream:
        assert Block.parse({"type": "odd", "text": WROTE}) is None
    assert json.loads(stream.getvalue())["event"] == "Unknown block detected and skipped"


@pytest.mark.parametrize(
    ("file", "message", "kept"),
    [
        ("slack_sdk/web/base_client.py", f"Failed to decode Slack API response: Received: {WROTE}", "Failed to decode Slack API response"),
        ("slack_sdk/socket_mode/builtin/connection.py", f"Received an odd frame (opcode: -, payload: {WROTE})", "Received an odd frame (opcode: -"),
        ("slack_sdk/socket_mode/builtin/connection.py", "Failed to connect (error: timed out)", "Failed to connect (error: timed out)"),
        ("slack_bolt/listener/thread_runner.py", "handle_event didn't call ack()", "handle_event didn't call ack"),
        ("bot/listeners/cards.py", "a card (number 3): kept", "a card (number 3): kept"),
    ],
)  # fmt: skip
def test_the_file_decides_whose_record_it_is(file, message, kept):
    with captured_log() as stream:
        known = {"name": "rung", "levelno": logging.WARNING, "levelname": "WARNING"}
        logging.getLogger().handle(logging.makeLogRecord({**known, "pathname": f"/somewhere/{file}", "msg": message}))
    assert json.loads(stream.getvalue())["event"] == kept


@pytest.mark.parametrize(
    "name", ["slack_bolt.App", "slack_sdk.web", "sqlalchemy.engine.Engine", "apscheduler.scheduler"]
)
def test_libraries_that_talk_too_much_speak_up_from_warnings_on(name):
    with captured_log(level="DEBUG") as stream:
        logger = logging.getLogger(name)
        assert not logger.isEnabledFor(logging.INFO)
        logger.setLevel(logging.DEBUG)  # as Bolt does, and SQLAlchemy with echo
        logger.debug(WROTE)
        logger.info(WROTE)
        logger.warning("a warning")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["a warning"]


@pytest.mark.parametrize("name", ["bot.process.http", "rung", "uvicorn.error"])
def test_all_others_log_in_the_same_way(name):
    with captured_log() as stream:
        logging.getLogger(name).info("began %d\n", 7, extra={"color_message": "began in colours"})
    line = json.loads(stream.getvalue())
    assert (line["logger"], line["event"]) == (name, "began 7")
    assert set(line) == {"timestamp", "level", "logger", "event"}


def test_a_database_error_keeps_its_statement_and_loses_its_values():
    engine = create_engine("sqlite://")
    with captured_log() as stream, engine.connect() as connection:
        try:
            connection.execute(text("INSERT INTO nowhere VALUES (:note)"), {"note": f"it's {WROTE}]\n["})
        except DBAPIError:
            logging.getLogger("rung").exception("failed")
    engine.dispose()
    shown = json.loads(stream.getvalue())["exception"]
    assert "INSERT INTO nowhere" in shown
    assert WROTE not in shown


def test_postgresqls_detail_is_cut_and_what_follows_is_kept():
    detail = f"violates\nDETAIL:  Failing row contains ({WROTE}\n{WROTE}).\n[SQL: INSERT]\n[parameters: {{'a': '{WROTE}'}}]\n(Background)"
    with captured_log() as stream:
        logging.getLogger("rung").error("failed", exc_info=ValueError(detail))
    shown = json.loads(stream.getvalue())["exception"]
    assert shown == "ValueError: violates\nDETAIL: ***\n[SQL: INSERT]\n[parameters: ***]\n(Background)"


def test_a_validation_error_does_not_show_what_was_given():
    class Sheet(BaseModel):
        number: int

    with captured_log() as stream:
        try:
            Sheet.model_validate({"number": f"{WROTE}, {WROTE}"})
        except ValidationError:
            logging.getLogger("rung").exception("failed")
    shown = json.loads(stream.getvalue())["exception"]
    assert "input_value=***, input_type=str" in shown
    assert WROTE not in shown
