"""What Rung is compared with: a bare slack-bolt app whose listener inserts one row, commits, and sends the same card.

It has the same threads in front of it and the same settings of the database. Everything Bolt does that can be switched
off is; the signature is checked. `--reply-later` sends the card on threads of its own, after the acknowledgement.
"""

import argparse
import asyncio
import json
import logging
import os
import re
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import uvicorn
from slack_bolt import Ack, App, BoltRequest, Respond
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import Column, Integer, MetaData, Table, Text, insert
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import bot.run  # noqa: F401 - the same imports, so that memory can be compared
from bot.process.http import THREADS
from storage.backend import Backend
from storage.database import open_database
from tests.benchmarks.load import SECRET

# The card of a question, as Rung sends it.
CARD = Path(__file__).parents[1] / "golden" / "slack" / "question_card" / "first.json"
ANSWERS = Table(
    "bare_answer",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("person", Text),
    Column("action", Text),
    Column("answer", Text),
)


def bare_app(backend: Backend, *, reply_later: bool) -> App:
    """The app; its tables are created."""
    with backend.writing.begin() as connection:
        ANSWERS.create(connection)
    quiet = logging.getLogger("bare")
    quiet.setLevel(logging.ERROR)  # it warns about its own defaults
    app = App(
        logger=quiet,
        signing_secret=SECRET,
        client=WebClient("xoxb-bench", base_url=os.environ["SLACK_API_URL"], retry_handlers=[]),
        authorize=lambda: AuthorizeResult(
            enterprise_id=None,
            team_id="T0BENCH",
            bot_token="xoxb-bench",  # noqa: S106
            bot_id="B0BOT",
            bot_user_id="U0BOT",
        ),
        process_before_response=True,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    kept = json.loads(CARD.read_text(encoding="utf-8"))
    card = {"text": "\n".join(kept["text"]), "blocks": kept["blocks"]}
    replying = ThreadPoolExecutor(THREADS) if reply_later else None

    @app.command("/rung")
    def begin(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.chat_postMessage(channel=body["channel_id"], **card)

    @app.action(re.compile("^answer_"))
    def answer(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        action = body["actions"][0]
        values = {"person": body["user"]["id"], "action": action["action_id"], "answer": action["value"]}
        with backend.write() as connection:
            connection.execute(insert(ANSWERS), values)
        if replying:
            replying.submit(respond, **card, replace_original=True)
        else:
            respond(**card, replace_original=True)

    return app


def asgi_of(app: App) -> Starlette:
    """The app behind as many threads as Rung has."""
    threads = ThreadPoolExecutor(THREADS)

    async def events(request: Request) -> Response:
        body = (await request.body()).decode()
        headers: dict[str, str | Sequence[str]] = dict(request.headers)
        answered = await asyncio.get_running_loop().run_in_executor(
            threads, lambda: app.dispatch(BoltRequest(body=body, headers=headers))
        )
        return Response(answered.body, answered.status, {name: each[0] for name, each in answered.headers.items()})

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


def main() -> None:
    """Serve on a free port, and say which."""
    options = argparse.ArgumentParser()
    options.add_argument("--reply-later", action="store_true")
    database = open_database(os.environ["RUNG_DATABASE_URL"])
    database.backend.create()
    asgi = asgi_of(bare_app(database.backend, reply_later=options.parse_args().reply_later))
    config = uvicorn.Config(asgi, log_config=None, access_log=False, timeout_keep_alive=65)
    listening = socket.create_server(("127.0.0.1", 0), backlog=2048)
    print(f"ready http://127.0.0.1:{listening.getsockname()[1]}", flush=True)  # noqa: T201 - who starts it reads it
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
