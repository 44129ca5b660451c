"""Transactions, time-outs and lost databases, on SQLite and PostgreSQL alike where they are alike."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from flows.assessment.assessment import Assessment, Card, Claim, Entry, Length, View
from flows.deliveries.delivery import DeliveryKey, new_delivery
from flows.deliveries.kinds import DeliveryKind
from flows.errors import FlowError, StorageBusyError
from flows.maturity.answer import Answer
from flows.maturity.placement import place
from flows.ports import PlacedOn
from flows.teams.person import Actor, Person
from storage.database import open_database
from storage.types import UTCDateTime
from tests.support.answer_sheets import answered
from tests.support.clock import NOW
from tests.support.databases import holding

WHO = Actor("T1", "U1")
KEY = DeliveryKey("T1", DeliveryKind.SHARED_RESULT, "assessment", "C1", "revision 1")


def found(database, assessment_id="a1") -> Assessment:
    with database.reading() as repositories:
        assessment = repositories.assessments.find(assessment_id)
    assert assessment is not None
    return assessment


def with_entry(assessment: Assessment, entry: Entry) -> Assessment:
    entries = {**assessment.entries, entry.capability: entry}
    return replace(assessment, entries=entries, revision=assessment.revision + 1)


def test_everything_comes_back_as_it_was(database, begun):
    berlin = datetime(2026, 11, 21, 12, 30, tzinfo=timezone(timedelta(hours=1)))
    answer = Entry(
        "cicd", Answer.PARTIAL, None, "Ü 👩‍🔬 \u202e " + "x" * 1900, ("https://a.example.org",), berlin, NOW, 1
    )
    claim = Entry("slo", None, Claim("never", date(2027, 11, 21)), None, (), NOW, NOW, 2)
    after = with_entry(with_entry(begun, answer), claim)
    card = Card(View.SHARE, "C1", 7, "1700000000.000100", "1700000000.000050", is_last=False)
    after = replace(after, card=card, origin_channel_id="C1", finished_at=berlin, length=Length.FULL)
    with database.transaction() as repositories:
        repositories.assessments.save(begun, after)
    assert found(database) == after
    assert found(database).finished_at.utcoffset() == timedelta(0)


def test_each_change_is_a_revision_and_the_last_one_stands(database, begun):
    current = begun
    for answer in (Answer.YES, Answer.NO, Answer.UNKNOWN):
        after = with_entry(current, Entry("cicd", answer, place=1))
        with database.transaction() as repositories:
            repositories.assessments.save(current, after)
        current = after
    assert found(database).entries["cicd"].answer is Answer.UNKNOWN
    with database.backend.reading.connect() as connection:
        assert connection.execute(text("SELECT answer FROM answer_revision ORDER BY number")).scalars().all() == [
            *("yes", "no", "unknown"),
        ]


def test_a_save_over_somebody_elses_change_is_refused_and_loses_nothing(database, begun):
    mine, theirs = (with_entry(begun, Entry("cicd", answer, place=1)) for answer in (Answer.YES, Answer.NO))
    with database.transaction() as repositories:
        repositories.assessments.save(begun, theirs)
    with pytest.raises(StorageBusyError), database.transaction() as repositories:
        repositories.assessments.save(begun, mine)
    assert found(database) == theirs


def test_two_writers_never_lose_an_answer(database, begun, maturity):
    names = list(maturity.catalogue.by_id)

    def write(name: str) -> None:
        with database.transaction() as repositories:
            repositories.people.lock_or_add(WHO, new_id="other", now=NOW)
            current = repositories.assessments.find("a1")
            repositories.assessments.save(current, with_entry(current, Entry(name, Answer.YES)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, names))
    assert set(found(database).entries) == set(names)


def test_a_person_is_added_once_however_many_ask(database):
    def claim(number: int) -> Person:
        with database.transaction() as repositories:
            return repositories.people.lock_or_add(WHO, new_id=f"p{number}", now=NOW)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(claim, range(24)))) == 1


def test_there_is_one_active_assessment(database, begun):
    with pytest.raises(StorageBusyError), database.transaction() as repositories:
        repositories.assessments.add(replace(begun, id="a2"))
    closed = replace(begun, closed_at=NOW, is_current=False)
    with database.transaction() as repositories:
        repositories.assessments.save(begun, closed)
        repositories.assessments.add(replace(begun, id="a2"))
        assert repositories.assessments.find_current("p1").id == "a2"
        assert repositories.assessments.find_last_closed("p1") == closed


def test_an_error_undoes_the_whole_transaction(database):
    with pytest.raises(ZeroDivisionError), database.transaction() as repositories:
        repositories.people.lock_or_add(WHO, new_id="p1", now=NOW)
        _ = 1 / 0
    with database.reading() as repositories:
        assert repositories.people.find(WHO) is None


def test_people_are_kept_and_found(database, begun):
    with database.transaction() as repositories:
        person = replace(repositories.people.get("p1"), dm_channel_id="D1", time_zone="Asia/Tokyo", is_guest=True)
        repositories.people.save(person)
    with database.reading() as repositories:
        assert repositories.people.find(WHO) == person


def test_a_request_is_seen_once(database):
    with database.transaction() as repositories:
        assert repositories.seen_requests.add("T1", "r1", now=NOW)
        assert not repositories.seen_requests.add("T1", "r1", now=NOW)
        assert repositories.seen_requests.add("T2", "r1", now=NOW)
        assert repositories.seen_requests.forget_before(NOW + timedelta(seconds=1)) == 2
        assert repositories.seen_requests.add("T1", "r1", now=NOW)


def test_results_refer_to_the_content_they_were_made_with(database, begun, maturity):
    placements = [place(scale, maturity.catalogue, answered("cicd:n")) for scale in maturity.scales]
    with database.transaction() as repositories:
        repositories.placements.add(PlacedOn("a1"), placements, catalogue_hash=maturity.catalogue.content_hash, now=NOW)
        stored = repositories.contents.get(maturity.scale("google").content_hash)
    assert stored.canonical_json == maturity.scale("google").canonical_json()
    with database.backend.reading.connect() as connection:
        query = text("SELECT count(*) FROM placement JOIN content ON content.content_hash = placement.scale_hash")
        assert connection.execute(query).scalar() == len(maturity.scales)


def test_a_delivery_is_added_once(database, begun):
    def add(number: int) -> bool:
        with database.transaction() as repositories:
            return repositories.deliveries.add(new_delivery(f"d{number}", KEY, NOW))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(16))) == 1


def test_an_instant_without_an_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        UTCDateTime().process_bind_param(datetime(2026, 11, 21), sqlite.dialect())  # noqa: DTZ001 - that is the point


def test_a_lock_held_for_too_long_is_busy_and_readers_go_on(database, begun):
    with holding(database, WHO):
        assert found(database).id == "a1"
        with pytest.raises(StorageBusyError), database.transaction() as repositories:
            repositories.people.lock_or_add(WHO, new_id="p1", now=NOW)
    with database.transaction() as repositories:
        repositories.people.lock_or_add(WHO, new_id="p1", now=NOW)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite://", "name a file, such as sqlite:///rung.db"),
        ("sqlite:///:memory:", "name a file"),
        ("sqlite:////no/such/folder/rung.db", "there is no folder /no/such/folder"),
        ("mysql://root:secret@host/rung", "SQLite (sqlite:///rung.db) or PostgreSQL"),
        ("rung.db", "SQLite (sqlite:///rung.db) or PostgreSQL"),
        ("postgresql+psycopg://user:secret@host:port/rung", "not an address such as"),
        ("postgresql+psycopg://user:secret@127.0.0.1:1/rung", "127.0.0.1/rung cannot be used"),
    ],
)
def test_an_address_that_cannot_be_used_is_explained_without_its_password(url, said):
    with pytest.raises(FlowError) as caught:
        open_database(url).upgrade()
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_place_is_named_without_a_password():
    database = open_database("postgresql+psycopg://user:secret@db.example.org/rung")
    assert database.where == "db.example.org/rung"
    assert "secret" not in repr(database)
