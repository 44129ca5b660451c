from collections.abc import Iterator

import pytest

from flows.assessment.assessment import Assessment, Card, Length, View
from flows.teams.person import Actor
from storage.database import SqlDatabase
from tests.support.clock import NOW
from tests.support.databases import KINDS, opened


@pytest.fixture
def begun(database, maturity) -> Assessment:
    """The assessment a1 of person p1, who is U1 in T1."""
    card = Card(View.QUESTION, "cicd")
    assessment = Assessment("a1", "p1", Length.QUICK, maturity.catalogue.content_hash, card, NOW)
    with database.transaction() as repositories:
        repositories.people.lock_or_add(Actor("T1", "U1"), new_id="p1", now=NOW)
        repositories.assessments.add(assessment)
    return assessment


@pytest.fixture(params=KINDS)
def empty_url(request, fresh_database) -> str:
    """The address of a database without any table, of each kind in turn."""
    url: str = fresh_database(request.param, empty=True)
    return url


@pytest.fixture
def empty(empty_url) -> Iterator[SqlDatabase]:
    """A database without any table, of each kind in turn."""
    with opened(empty_url) as database:
        yield database


@pytest.fixture
def sqlite_database(fresh_database) -> Iterator[SqlDatabase]:
    with opened(fresh_database("sqlite")) as database:
        yield database


@pytest.fixture
def postgresql_url(fresh_database) -> str:
    url: str = fresh_database("postgresql")
    return url
