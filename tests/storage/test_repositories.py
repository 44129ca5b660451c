"""What the repositories promise beyond keeping values, on both databases."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import IntegrityError, ResourceClosedError, StatementError

from flows.assessment.assessment import Assessment, Card, Claim, Entry, Length, View
from flows.deliveries.delivery import Delivery, DeliveryKey, DeliveryStatus, Lane, Pace, Transport, new_delivery
from flows.deliveries.kinds import DeliveryKind
from flows.errors import RefusedError, StorageBusyError, StorageLostError
from flows.maturity.answer import Answer
from flows.maturity.placement import place
from flows.ports import PlacedOn
from flows.teams.person import Actor
from storage.database import SqlDatabase
from storage.repositories.lanes import LOOKS
from storage.rows import AnswerRevisionRow, ContentRow, PlacementRow, SeenRequestRow, WorkspaceRow, table_of
from tests.support.answer_sheets import CAPABILITIES, answered
from tests.support.clock import NOW

WHO = Actor("T1", "U1")
KEY = DeliveryKey("T1", DeliveryKind.SHARED_RESULT, "a1", "C1", "1")


def found(database: SqlDatabase, assessment_id: str = "a1") -> Assessment:
    with database.reading() as repositories:
        assessment = repositories.assessments.find(assessment_id)
    assert assessment is not None
    return assessment


def with_entries(assessment: Assessment, *entries: Entry) -> Assessment:
    named = {entry.capability: entry for entry in entries}
    revision = assessment.revision + len(named)
    return replace(assessment, entries={**assessment.entries, **named}, revision=revision)


def rows(database: SqlDatabase, row: Any) -> list[dict[str, Any]]:
    with database.backend.reading.connect() as connection:
        return [dict(each) for each in connection.execute(select(table_of(row))).mappings()]


@contextmanager
def statements(database: SqlDatabase) -> Iterator[list[str]]:
    """What is sent to the database, in order; without the beginning and the end of transactions."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(" ".join(statement.split()))

    backend = database.backend
    engines = {backend.writing, backend.reading} if backend.writing.dialect.name == "sqlite" else {backend.writing}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def test_an_assessment_and_its_entries_are_read_at_once(database, begun):
    with database.transaction() as repositories:
        repositories.assessments.save(begun, with_entries(begun, Entry("cicd", Answer.NO), Entry("slo", Answer.YES)))
    with statements(database) as sent, database.reading() as repositories:
        active = repositories.assessments.find_current("p1")
    assert len(sent) == 1
    assert active is not None
    assert set(active.entries) == {"cicd", "slo"}


def test_only_what_changed_is_written(database, begun):
    turned = replace(begun, card=begun.card.showing(View.WHY, "cicd"))
    with database.transaction() as repositories, statements(database) as sent:
        repositories.assessments.save(begun, begun)
        assert sent == []
        repositories.assessments.save(begun, turned)
    assert len(sent) == 1
    assert sent[0].startswith("UPDATE assessment SET card_view=")
    assert "," not in sent[0]
    assert found(database) == turned


def test_one_answer_is_three_small_statements(database, begun):
    with statements(database) as sent, database.transaction() as repositories:
        repositories.assessments.save(begun, with_entries(begun, Entry("cicd", Answer.NO)))
        repositories.seen_requests.add("T1", "r1", now=NOW)
    assert [each.split()[:3] for each in sent] == [
        ["UPDATE", "assessment", "SET"],
        ["INSERT", "INTO", "answer_revision"],
        ["INSERT", "INTO", "seen_request"],
    ]


def test_revisions_are_numbered_without_a_gap(database, begun):
    first = with_entries(begun, Entry("cicd", Answer.NO), Entry("slo", Answer.YES))
    second = with_entries(first, Entry("cicd", Answer.YES))
    with database.transaction() as repositories:
        repositories.assessments.save(begun, first)
        repositories.assessments.save(first, second)
    kept = [(row["number"], row["capability"], row["answer"]) for row in rows(database, AnswerRevisionRow)]
    assert kept == [(1, "cicd", "no"), (2, "slo", "yes"), (3, "cicd", "yes")]
    assert all(row["recorded_at"].tzinfo is UTC for row in rows(database, AnswerRevisionRow))
    assert found(database) == second


@pytest.mark.parametrize(
    "wrong",
    [
        lambda begun: replace(with_entries(begun, Entry("cicd", Answer.NO)), revision=0),
        lambda begun: replace(with_entries(begun, Entry("cicd", Answer.NO)), revision=2),
        lambda begun: replace(begun, revision=1),
    ],
)
def test_a_revision_that_does_not_count_the_changes_is_a_mistake(database, begun, wrong):
    with pytest.raises(ValueError, match="counts the changes"), database.transaction() as repositories:
        repositories.assessments.save(begun, wrong(begun))
    assert found(database) == begun


def test_an_entry_is_never_removed(database, begun):
    after = with_entries(begun, Entry("cicd", Answer.NO))
    with pytest.raises(ValueError, match="never removed"), database.transaction() as repositories:
        repositories.assessments.save(begun, after)
        repositories.assessments.save(after, replace(after, entries={}))
    assert found(database) == begun


def test_an_assessment_is_added_without_entries(database, begun):
    with pytest.raises(ValueError, match="without entries"), database.transaction() as repositories:
        repositories.assessments.add(replace(with_entries(begun, Entry("cicd", Answer.NO)), id="a2"))


@pytest.mark.parametrize("text", ["NUL \0", "half a character \ud83d"])
@pytest.mark.parametrize(
    "entry",
    [
        lambda text: Entry("cicd", note=text),
        lambda text: Entry("cicd", links=("https://a.example.org", text)),
        lambda text: Entry("cicd", claim=Claim(text, date(2027, 1, 1))),
    ],
)
def test_text_that_no_database_keeps_is_refused_in_words(database, begun, entry, text):
    with pytest.raises(RefusedError, match="holds a character that Rung cannot keep"), database.transaction() as open_:
        open_.assessments.save(begun, with_entries(begun, entry(text)))
    assert found(database) == begun


instants = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.timezones())  # noqa: DTZ001 - the bounds of hypothesis have no offset
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)
said = st.one_of(
    st.tuples(st.sampled_from(Answer), st.none()),
    st.tuples(st.none(), st.builds(Claim, texts, st.dates(date(2000, 1, 1), date(2200, 1, 1)))),
    st.tuples(st.none(), st.none()),
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    answer, claim = draw(said)
    return Entry(
        capability=draw(st.sampled_from(CAPABILITIES)),
        answer=answer,
        claim=claim,
        note=draw(st.none() | texts),
        links=tuple(draw(st.lists(texts, max_size=3))),
        answered_at=draw(st.none() | instants),
        confirmed_at=draw(st.none() | instants),
        place=draw(st.integers(0, 40)),
    )


def in_utc(instant: datetime | None) -> datetime | None:
    """Python takes an hour that a change of clocks repeats for unequal to the same one elsewhere."""
    return None if instant is None else instant.astimezone(UTC)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(added=st.lists(entries(), min_size=1, max_size=5, unique_by=lambda entry: entry.capability))
def test_any_entry_comes_back_as_it_was(database, begun, added):
    before = found(database)
    new = [entry for entry in added if entry != before.entries.get(entry.capability)]
    after = with_entries(before, *new)
    with database.transaction() as repositories:
        repositories.assessments.save(before, after)
    for entry in new:
        expected = replace(entry, answered_at=in_utc(entry.answered_at), confirmed_at=in_utc(entry.confirmed_at))
        kept = found(database).entries[entry.capability]
        assert kept == expected
        assert kept.answered_at is None or kept.answered_at.tzinfo is UTC


def test_an_instant_without_an_offset_never_gets_in(database, begun):
    naive = Entry("cicd", Answer.NO, answered_at=datetime(2026, 11, 21))  # noqa: DTZ001 - that is the point
    with pytest.raises(StatementError, match="an instant needs an offset"), database.transaction() as repositories:
        repositories.assessments.save(begun, with_entries(begun, naive))
    assert found(database) == begun


@pytest.mark.parametrize(("view", "length"), list(product(View, Length)))
def test_every_card_and_length_can_be_kept(sqlite_database, maturity, view, length):
    """The tables know the words too, and a new one needs a migration."""
    assessment = Assessment("a1", "p1", length, maturity.catalogue.content_hash, Card(view), NOW)
    with sqlite_database.transaction() as repositories:
        repositories.people.lock_or_add(WHO, new_id="p1", now=NOW)
        repositories.assessments.add(assessment)
        assert repositories.assessments.find("a1") == assessment


@pytest.mark.parametrize(("status", "kind", "transport"), list(product(DeliveryStatus, DeliveryKind, Transport)))
def test_every_delivery_can_be_kept(sqlite_database, status, kind, transport):
    delivery = Delivery(
        "d1",
        replace(KEY, kind=kind),
        created_at=NOW,
        due_at=NOW,
        not_before=NOW,
        number=1,
        asked_by="p1",
        transport=transport,
        status=status,
        payload="{}",
        attempts=2,
        was_repeated=True,
        owner="process",
        first_tried_at=NOW,
        lease_until=NOW,
        sent_at=NOW,
        message_id="1.2",
        reason="failed",
    )
    with sqlite_database.transaction() as repositories:
        repositories.people.lock_or_add(WHO, new_id="p1", now=NOW)
        assert repositories.deliveries.add(delivery)
        assert repositories.deliveries.find(delivery.key) == delivery


def test_a_new_kind_of_message_needs_no_migration_and_an_unknown_one_is_refused_by_the_code(database, begun):
    add(database, numbered(1))
    unknown = replace(KEY, kind=cast("DeliveryKind", "pigeon"))
    with pytest.raises(StatementError, match="'pigeon' is not a valid DeliveryKind"), database.transaction() as open_:
        open_.deliveries.add(new_delivery("d2", unknown, NOW))
    with database.backend.writing.begin() as connection:
        connection.execute(text("UPDATE delivery SET kind = 'pigeon'"))
    with pytest.raises(ValueError, match="'pigeon' is not a valid DeliveryKind"), database.reading() as open_:
        open_.deliveries.get("C1-1")


def test_other_words_are_refused_by_the_tables(database, begun):
    columns = {"assessment_id": "a1", "number": 1, "capability": "cicd", "answer": "maybe", "place": 1}
    with pytest.raises(IntegrityError), database.backend.writing.begin() as connection:
        connection.execute(insert(table_of(AnswerRevisionRow)), columns)
    both = columns | {"answer": "yes", "claim_reason": "never", "claim_ends_on": date(2027, 1, 1)}
    with pytest.raises(IntegrityError), database.backend.writing.begin() as connection:
        connection.execute(insert(table_of(AnswerRevisionRow)), both)


def test_what_is_referred_to_has_to_be_there(database, begun):
    with pytest.raises(IntegrityError), database.transaction() as repositories:
        repositories.assessments.add(replace(begun, id="a2", person_id="nobody"))
    with pytest.raises(IntegrityError), database.transaction() as repositories:
        repositories.deliveries.add(new_delivery("d1", replace(KEY, workspace_id="T9"), NOW))


def test_one_of_many_acts_begins_the_assessment(database, begun):
    with database.transaction() as repositories:
        repositories.assessments.save(begun, replace(begun, closed_at=NOW, is_current=False))

    def begin(number: int) -> bool:
        try:
            with database.transaction() as repositories:
                repositories.assessments.add(replace(begun, id=f"n{number}"))
        except StorageBusyError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(begin, range(16))) == 1


def test_the_assessment_closed_last_is_found(database, begun):
    with database.transaction() as repositories:
        before = begun
        for number, later in ((2, 1), (3, 3), (4, 2)):
            closed = replace(before, closed_at=NOW + timedelta(hours=later), is_current=False)
            repositories.assessments.save(before, closed)
            before = replace(begun, id=f"a{number}", started_at=NOW + timedelta(days=number))
            repositories.assessments.add(before)
        assert repositories.assessments.find_last_closed("p1").id == "a2"
        assert repositories.assessments.find_current("p1").id == "a4"
        assert repositories.assessments.find_last_closed("nobody") is None
        assert repositories.assessments.find("nothing") is None


def test_nobody_is_not_a_person(database):
    with database.reading() as repositories:
        with pytest.raises(LookupError):
            repositories.people.get("nobody")
        assert repositories.people.find(WHO) is None


def test_a_slack_id_can_be_erased_and_comes_back_as_somebody_new(database, begun):
    with database.transaction() as repositories:
        person = repositories.people.get("p1")
        repositories.people.save(replace(person, slack_id=None))
    with database.transaction() as repositories:
        assert repositories.people.lock_or_add(WHO, new_id="p2", now=NOW).id == "p2"
        repositories.people.save(replace(repositories.people.get("p2"), slack_id=None))
        assert repositories.people.get("p1").slack_id is None


def test_the_same_slack_id_in_another_workspace_is_somebody_else(database, begun):
    with database.transaction() as repositories:
        assert repositories.people.lock_or_add(Actor("T2", "U1"), new_id="p2", now=NOW).id == "p2"
    assert {row["id"] for row in rows(database, WorkspaceRow)} == {"T1", "T2"}


def test_an_id_that_is_taken_by_somebody_else_is_a_mistake(database, begun):
    with pytest.raises(LookupError, match="p1"), database.transaction() as repositories:
        repositories.people.lock_or_add(Actor("T1", "U2"), new_id="p1", now=NOW)


def test_content_is_kept_once_and_as_it_was(database, maturity):
    before = rows(database, ContentRow)
    assert len(before) == len(maturity.scales) + 2
    other = replace(maturity, catalogue=maturity.catalogue.model_copy(update={"version": 99}))
    other.catalogue.__dict__.pop("content_hash", None)  # a copy takes along what was computed
    with database.transaction() as repositories:
        repositories.contents.add(maturity, now=NOW + timedelta(days=1))
        assert rows(database, ContentRow) == before
        repositories.contents.add(other, now=NOW)
        stored = repositories.contents.get(other.catalogue.content_hash)
        assert stored.canonical_json == other.catalogue.canonical_json()
        with pytest.raises(LookupError):
            repositories.contents.get("nothing")
    assert {row["kind"] for row in before} == {"catalogue", "scale", "jumps"}
    assert len(rows(database, ContentRow)) == len(before) + 1


def test_a_result_is_kept_with_its_proof(database, begun, maturity):
    sheet = replace(answered("cicd:n vcs_code:y", others=None), not_applicable=frozenset({"slo"}))
    placements = [place(scale, maturity.catalogue, sheet) for scale in maturity.scales]
    with database.transaction() as repositories:
        repositories.placements.add(PlacedOn("a1"), [], catalogue_hash="", now=NOW)
        repositories.placements.add(PlacedOn("a1"), placements, catalogue_hash=maturity.catalogue.content_hash, now=NOW)
    kept = rows(database, PlacementRow)
    assert [row["scale_hash"] for row in kept] == [scale.content_hash for scale in maturity.scales]
    for row, placement in zip(kept, placements, strict=True):
        assert (row["level"], row["best_case"]) == (placement.level.level, placement.best_case.level)
        assert row["settled"] is placement.settled
        assert row["placed_at"] == NOW
        proof = row["proof"]
        assert proof["held_by"] == [gate.notation() for gate in placement.held_by]
        assert proof["raised_by"] == [str(each) for each in placement.raised_by]
        assert proof["weak_spots"] == [str(each) for each in placement.weak_spots]
        assert proof["not_asked"] == list(placement.not_asked)
        assert proof["not_applicable"] == list(placement.not_applicable)
        assert set(proof["progress"]) == {"in_place", "of", "not_asked"}


def test_a_request_that_comes_many_times_at_once_has_one_effect(database):
    def see(_: int) -> bool:
        with database.transaction() as repositories:
            return repositories.seen_requests.add("T1", "r1", now=NOW)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(see, range(16))) == 1


def test_a_request_undone_with_its_transaction_was_not_seen(database):
    with pytest.raises(ZeroDivisionError), database.transaction() as repositories:
        repositories.seen_requests.add("T1", "r1", now=NOW)
        _ = 1 / 0
    with database.transaction() as repositories:
        assert repositories.seen_requests.add("T1", "r1", now=NOW)


def test_requests_are_forgotten_from_a_moment_on_backwards(database):
    with database.transaction() as repositories:
        for hours in range(4):
            repositories.seen_requests.add("T1", f"r{hours}", now=NOW + timedelta(hours=hours))
        assert repositories.seen_requests.forget_before(NOW + timedelta(hours=2)) == 2
    assert {row["request_id"] for row in rows(database, SeenRequestRow)} == {"r2", "r3"}


def lanes(database: SqlDatabase, now: datetime = NOW, most: int = 9) -> dict[str, str | None]:
    """The lanes that are due, each with the id of its first message."""
    with database.transaction() as repositories:
        claimed = repositories.deliveries.take_lanes("T1", now, most)
    return {lane.recipient: head.id if head else None for lane, head in claimed}


def add(database: SqlDatabase, *deliveries: Delivery) -> None:
    with database.transaction() as repositories:
        for each in deliveries:
            assert repositories.deliveries.add(each)


def numbered(number: int, channel: str = "C1", due_at: datetime = NOW) -> Delivery:
    key = replace(KEY, recipient=channel, occurrence=f"{channel} {number}")
    return replace(new_delivery(f"{channel}-{number}", key, NOW), due_at=due_at, not_before=due_at)


def test_a_lane_gives_its_messages_in_order_of_when_they_are_due_and_then_of_when_they_came(database, begun):
    later = NOW + timedelta(minutes=1)
    add(database, numbered(1, due_at=later), numbered(2), numbered(3), numbered(1, "C2"))
    order = []
    for _ in range(3):
        order.append(lanes(database, later)["C1"])
        with database.transaction() as repositories:
            repositories.deliveries.save(replace(repositories.deliveries.get(order[-1]), status=DeliveryStatus.SENT))
    assert order == ["C1-2", "C1-3", "C1-1"]
    assert lanes(database, later) == {"C1": None, "C2": "C2-1"}


def test_what_may_be_on_its_way_comes_before_all_that_waits(database, begun):
    add(database, numbered(1), numbered(2))
    for status in (DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN):
        with database.transaction() as repositories:
            repositories.deliveries.save(replace(repositories.deliveries.get("C1-2"), status=status))
        assert lanes(database) == {"C1": "C1-2"}


def test_a_lane_is_looked_at_when_its_message_is_due_and_not_before_it_is_free(database, begun):
    minute = timedelta(minutes=1)
    add(database, numbered(1, due_at=NOW + 3 * minute))
    assert lanes(database, NOW + 2 * minute) == {}
    assert lanes(database, NOW + 3 * minute) == {"C1": "C1-1"}
    add(database, numbered(2, due_at=NOW + minute))
    assert lanes(database, NOW + minute) == {"C1": "C1-2"}
    with database.transaction() as repositories:
        repositories.deliveries.save_lanes(Lane("T1", "C1", None, NOW + 2 * minute, "is_archived"))
    add(database, numbered(3))
    assert lanes(database, NOW + minute) == {}
    with database.transaction() as repositories:
        _, lane, pace = repositories.deliveries.lock_in_lane("C1-3")
    assert pace.failures == 0
    assert lane == Lane("T1", "C1", NOW + 2 * minute, NOW + 2 * minute, "is_archived")


def test_workspaces_are_found_by_when_they_can_go(database, begun):
    minute = timedelta(minutes=1)
    for workspace in ("T2", "T3", "T4"):
        with database.transaction() as repositories:
            repositories.people.lock_or_add(Actor(workspace, "U1"), new_id=workspace, now=NOW)
    add(database, numbered(1, due_at=NOW + 2 * minute))
    add(database, replace(numbered(2), key=replace(KEY, workspace_id="T2")))
    add(database, replace(numbered(3), key=replace(KEY, workspace_id="T3")))
    with database.transaction() as repositories:
        repositories.deliveries.save_pace(Pace("T2", NOW + minute, failures=2))
    everywhere, soon = ["T1", "T2", "T3", "T4"], NOW + 2 * minute
    with database.reading() as repositories:
        deliveries = repositories.deliveries
        assert deliveries.find_earliest() == NOW
        assert deliveries.find_due(everywhere, NOW - minute, 9) == []
        assert deliveries.find_due(everywhere, NOW, 9) == ["T3"]
        assert deliveries.find_next(everywhere) == NOW
        assert deliveries.find_due(["T1", "T2", "T4"], NOW, 9) == []
        assert deliveries.find_next(["T1", "T2", "T4"]) == NOW + minute
        assert sorted(deliveries.find_due(everywhere, soon, 9)) == ["T1", "T2", "T3"]
        assert deliveries.find_due(everywhere, soon, 9)[-1] == "T2"  # which was sent to last
        assert len(deliveries.find_due(everywhere, soon, 2)) == 2
        assert deliveries.find_next(["T4"]) is None


def test_where_nothing_waits_there_is_nothing_to_wait_for(database, begun):
    with database.reading() as repositories:
        assert repositories.deliveries.find_earliest() is None
        assert repositories.deliveries.find_next(["T1"]) is None


def test_a_message_that_failed_can_be_opened_again_at_the_end_of_its_lane(database, begun):
    add(database, numbered(1), numbered(2))
    with database.transaction() as repositories:
        repositories.deliveries.save(replace(numbered(1), status=DeliveryStatus.FAILED, number=1, reason="x"))
        repositories.deliveries.reopen(numbered(1))
        assert repositories.deliveries.find(numbered(1).key) == replace(numbered(1), number=3)
    assert lanes(database) == {"C1": "C1-2"}


def test_the_work_that_waits_is_found_by_an_index(sqlite_database):
    """Among millions of messages that were sent long ago."""
    with sqlite_database.backend.reading.connect() as connection:
        for statement in LOOKS:
            filled = statement.params(served=["T1"], workspace_id="T1", recipients=["C1"], now=NOW, most=9)
            sql = filled.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all()
            read = [row[3] for row in plan if row[3].startswith("SCAN")]
            assert [each for each in read if "anon" not in each and "subquery" not in each] == [], plan


def test_reading_is_one_moment_and_changes_nothing(database, begun):
    after = with_entries(begun, Entry("cicd", Answer.NO))
    with database.reading() as then:
        assert then.assessments.find("a1") == begun
        with database.transaction() as repositories:
            repositories.assessments.save(begun, after)
        assert then.assessments.find("a1") == begun
    assert found(database) == after
    with pytest.raises(StorageLostError), database.reading() as repositories:
        repositories.seen_requests.add("T1", "r1", now=NOW)
    assert rows(database, SeenRequestRow) == []


def test_repositories_are_of_no_use_after_their_transaction(database, begun):
    with database.transaction() as repositories:
        pass
    with pytest.raises(ResourceClosedError):
        repositories.assessments.find("a1")


def test_notes_are_in_no_error(database, begun):
    secret = Entry("cicd", note="between us", answered_at=NOW)
    with pytest.raises(StorageBusyError) as busy, database.transaction() as repositories:
        repositories.assessments.save(begun, with_entries(begun, secret))
        repositories.assessments.save(begun, replace(begun, card=begun.card.showing(View.WHY)))
    unknown = cast("Answer", "maybe")
    with pytest.raises(IntegrityError) as wrong, database.transaction() as repositories:
        repositories.assessments.save(begun, with_entries(begun, replace(secret, answer=unknown)))
    assert "between us" not in f"{busy.value!r} {wrong.value!r} {wrong.value}"


WRITER = """
import sys
from dataclasses import replace
from flows.assessment.assessment import Entry
from flows.errors import StorageBusyError
from flows.maturity.answer import Answer
from flows.teams.person import Actor
from flows.ports import PlacedOn
from storage.database import open_database
from tests.support.clock import NOW

database = open_database(sys.argv[1])
sys.stdin.readline()
for place, capability in enumerate(sys.argv[2].split(), start=1):
    for answer in (Answer.NO, Answer.YES, Answer.PARTIAL):
        while True:
            try:
                with database.transaction() as repositories:
                    repositories.people.lock_or_add(Actor("T1", "U1"), new_id="other", now=NOW)
                    found = repositories.assessments.find_current("p1")
                    entries = {**found.entries, capability: Entry(capability, answer, place=place)}
                    after = replace(found, entries=entries, revision=found.revision + 1)
                    repositories.assessments.save(found, after)
            except StorageBusyError:
                continue
            break
database.close()
"""


def test_two_processes_never_lose_an_answer(database_url, database, begun):
    halves = CAPABILITIES[::2], CAPABILITIES[1::2]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, database_url, " ".join(half)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for half in halves
    ]
    for each in writers:
        assert each.stdin
        each.stdin.write("\n")
        each.stdin.flush()
    assert [(each.communicate()[1], each.returncode) for each in writers] == [("", 0), ("", 0)]
    kept = found(database)
    assert kept.revision == 3 * len(CAPABILITIES)
    assert {entry.answer for entry in kept.entries.values()} == {Answer.PARTIAL}
    numbers = [row["number"] for row in rows(database, AnswerRevisionRow)]
    assert sorted(numbers) == list(range(1, kept.revision + 1))


def test_threads_that_save_over_each_other_are_told_and_lose_nothing(database, begun):
    """Without claiming the person, which would keep them apart: the numbers of the revisions do."""
    saved: list[str] = []
    start = threading.Barrier(8)

    def save(capability: str) -> None:
        start.wait(10)
        try:
            with database.transaction() as repositories:
                current = repositories.assessments.find("a1")
                repositories.assessments.save(current, with_entries(current, Entry(capability, Answer.NO)))
        except StorageBusyError:
            return
        saved.append(capability)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save, CAPABILITIES[:8]))
    assert saved
    assert set(found(database).entries) == set(saved)
