from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from flows.maturity.loading import Maturity, load_maturity

# The same examples in every run: a failure here is a failure everywhere.
settings.register_profile("suite", derandomize=True, deadline=None, database=None)
settings.load_profile("suite")

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture(scope="session")
def maturity() -> Maturity:
    return load_maturity()


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
