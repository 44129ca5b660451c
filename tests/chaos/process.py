"""A process that sends, to be killed: the sender and the tick of `rung run`, without what listens."""

import logging
import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from prometheus_client import CollectorRegistry

from bot.process.acting import new_runner
from bot.process.metrics import Metrics
from bot.process.ticking import Ticking
from bot.sending.deliverer import Deliverer
from bot.sending.gateway import SlackGateway
from bot.sending.sender import Sender
from flows.deliveries.delivery import DeliveryLimits
from flows.learning.loading import load_learning
from flows.maturity.loading import load_maturity
from storage.database import open_database
from tests.fakes.workspace import Workspace

TIMEOUT = 1.0  # seconds for Slack to answer
# Everything is so much shorter than in `rung run` that minutes hold what months would.
LIMITS = DeliveryLimits(
    lease=timedelta(seconds=4),
    quarantine=timedelta(seconds=1.5),
    margin=timedelta(seconds=2.5),
    channel_pace=timedelta(0),
    workspace_pace=timedelta(milliseconds=1),
    burst=1000,
    at_once=8,
    first_pause=timedelta(milliseconds=20),
    longest_pause=timedelta(milliseconds=500),
)
MATURITY = load_maturity()


def send(database_url: str, slacks: Mapping[str, str], ready: Any) -> None:
    """Send what is due in these workspaces (their ids, and where their Slacks are) until killed."""
    logging.getLogger("rung").setLevel(logging.CRITICAL)  # what is done to it is known
    database = open_database(database_url)
    gateways = {name: SlackGateway(Workspace.bot_token, url, timeout=TIMEOUT) for name, url in slacks.items()}
    runner = new_runner(database, MATURITY, load_learning(MATURITY), limits=LIMITS)
    with database.served_by_us():
        sender = Sender(Deliverer(runner, gateways, Metrics(CollectorRegistry()), lambda _: None))
        sender.start()
        Ticking([sender.tick], 1).start()
        ready.set()
        threading.Event().wait()
