"""One click on an answer, recorded."""

import tempfile
from pathlib import Path

from flows.maturity.loading import load_maturity
from tests.fakes.slack import FakeSlack
from tests.support.databases import opened
from tests.support.talk import Talk, serving
from tests.tracing.recording import Recorder, Trace


def trace_of_a_click() -> Trace:
    """Begin a view, answer twice so that all is loaded, and record the third answer."""
    recorder, maturity = Recorder(), load_maturity()
    with tempfile.TemporaryDirectory() as folder, opened(f"sqlite:///{Path(folder) / 'trace.db'}") as database:
        database.upgrade()
        with recorder.following(), FakeSlack() as slack, serving(database, maturity, slack) as server:
            person = slack.add_person("ml_engineer")
            talk = Talk(server, person, slack.add_channel("ml-fraud", members=[person]))
            with database.transaction() as repositories:
                repositories.contents.add(maturity, now=server.application.now())
                repositories.workspaces.add(slack.workspace_id, now=server.application.now())
            talk.command("/rung assess")
            talk.click("Yes")
            talk.click("Partly")
            with recorder.recording() as trace:
                talk.click("No")
    return trace
