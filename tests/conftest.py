from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from flows.deliveries.delivery import DeliveryLimits
from flows.learning.loading import Learning
from flows.maturity.loading import Maturity, load_maturity
from storage.database import SqlDatabase
from tests.fakes.slack import FakeSlack
from tests.support.command_line import CommandLine
from tests.support.databases import KINDS, opened, postgresql_server, templates
from tests.support.talk import Server, Talk, serving, taught

# The same examples in every run: a failure here is a failure everywhere.
settings.register_profile("suite", derandomize=True, deadline=None, database=None)
settings.load_profile("suite")

# Nobody waits in a test for a second message to the same channel, or for Slack to find what it has taken.
QUICK = DeliveryLimits(
    channel_pace=timedelta(0), quarantine=timedelta(seconds=0.5), first_pause=timedelta(seconds=0.01)
)

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture(scope="session")
def maturity() -> Maturity:
    return load_maturity()


@pytest.fixture(scope="session")
def learning() -> Learning:
    return taught()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with `tests/golden/<name>`, or write it there under --record."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--record"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no golden file {name}; make record writes it"
        assert text == path.read_text(encoding="utf-8"), f"{name} differs; make record, then read the difference"

    return compare


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """Run the command line as a shell would."""
    return CommandLine(monkeypatch, capsys)


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Make the address of a fresh database of a kind, with tables and content."""
    with postgresql_server() as server, templates(server, tmp_path_factory.mktemp("databases")) as fresh:
        yield fresh


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, fresh_database: Callable[[str], str]) -> str:
    """The address of a fresh database, of each kind in turn."""
    return fresh_database(request.param)


@pytest.fixture
def database(database_url: str) -> Iterator[SqlDatabase]:
    """A fresh database, of each kind in turn."""
    with opened(database_url) as database:
        yield database


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A workspace."""
    with FakeSlack() as slack:
        yield slack


@pytest.fixture
def server(database: SqlDatabase, maturity: Maturity, slack: FakeSlack) -> Iterator[Server]:
    """Rung, serving that workspace."""
    with serving(database, maturity, slack, QUICK) as server:
        yield server


def _talk(server: Server, *, guest: bool = False) -> Talk:
    person = server.slack.add_person("ml_engineer", guest=guest)
    return Talk(server, person, server.slack.add_channel("ml-fraud", members=[person]))


@pytest.fixture
def talk(server: Server) -> Talk:
    """A person of the workspace."""
    return _talk(server)


@pytest.fixture
def talk_of_guest(server: Server) -> Talk:
    """A guest of the workspace."""
    return _talk(server, guest=True)
