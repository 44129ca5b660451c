"""A team's result: what several people's answers come to, computed from what was stored when they stopped counting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from flows.assessment.assessment import Assessment, Entry
from flows.check_ins.check_in import CheckIn
from flows.check_ins.turnout import Turnout
from flows.errors import RefusedError
from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import Capability
from flows.maturity.gate import Requirement, Threshold
from flows.maturity.loading import Maturity
from flows.maturity.result import Result, result_of
from flows.ports import Repositories
from flows.results.causes_of_change import CheckInSide
from flows.results.team_answers import SHOWN_FROM, Agreement, Views, team_sheet, views_of
from flows.teams.person import Person

# What people have written, by practice.
WrittenNotes = Mapping[str, tuple[str, ...]]

_DIFFER = {Agreement.MIXED, Agreement.SPLIT}


@dataclass(frozen=True)
class TeamResult:
    """The answers of one check-in put together; it does not matter which person gave which of them.

    `views` are what was said before anything was agreed. `deciding` has the headline level if all said no and if all
    said yes, for each practice on which views differ and on which it depends. `evidence` are links by practice, which
    belong to the team, and `notes` what people chose to show it; neither carries a name.
    """

    check_in: CheckIn
    turnout: Turnout
    maturity: Maturity
    sheet: Sheet
    result: Result
    views: Mapping[str, Views]
    agreed: Mapping[str, Answer | None]
    deciding: Mapping[str, tuple[int, int]]
    evidence: WrittenNotes
    notes: WrittenNotes

    @property
    def practices(self) -> dict[str, Capability]:
        """The practices that can be asked about, by id."""
        return self.maturity.catalogue.by_id

    @property
    def in_place(self) -> frozenset[str]:
        """The practices that are fully there."""
        yes = Threshold.YES
        return frozenset(practice for practice in self.practices if self.sheet.holds(Requirement(practice, yes)))

    @property
    def gaps(self) -> frozenset[str]:
        """The practices that are known not to be fully there."""
        return frozenset(practice for practice in self.practices if self.sheet.missing(practice))

    @property
    def disputed(self) -> tuple[str, ...]:
        """The practices on which views differ and nothing is agreed: those first that decide the headline level."""
        differing = [practice for practice, views in self.views.items() if views.agreement in _DIFFER]

        def rank(capability: str) -> tuple[bool, bool, int]:
            is_mixed = self.views[capability].agreement is Agreement.MIXED
            return capability not in self.deciding, is_mixed, self.maturity.catalogue.position[capability]

        return tuple(sorted((practice for practice in differing if practice not in self.agreed), key=rank))


@dataclass(frozen=True)
class WhoSaid:
    """The answers to one question, each with the Slack ids of the people who gave it."""

    practice: Capability
    answers: tuple[tuple[Answer, tuple[str, ...]], ...]


def team_result(repositories: Repositories, check_in: CheckIn) -> TeamResult:
    """The result of a check-in: its answers put together, as far as they count."""
    return result_with_sides(repositories, check_in)[0]


def told_on(result: TeamResult, scale: str) -> TeamResult:
    """The same answers told on another scale that the team is placed on; as they are where none is named."""
    maturity = result.maturity
    if not scale:
        return result
    if scale not in maturity.by_name:
        shown = ", ".join(maturity.by_name)
        name = result.check_in.team_name
        raise RefusedError(f"{name} is not placed on {scale}; it is on {shown}. Nothing was changed.")
    told = maturity.told_on(scale, ())
    return replace(result, maturity=told, result=result_of(result.sheet, told, told.scales))


def result_with_sides(repositories: Repositories, check_in: CheckIn) -> tuple[TeamResult, CheckInSide]:
    """The result of a check-in with what each person said, which is for nobody to see.

    Causes and open answers rest on it.
    """
    counted = repositories.assessments.list_counted(check_in.id)
    taking_part = [assessment for assessment in counted if assessment.person_id not in check_in.declined]
    side = _side(repositories, check_in, taking_part)
    entries = list(chain.from_iterable(assessment.entries.values() for assessment in taking_part))
    notes: WrittenNotes = {}
    if check_in.shows_notes and len(side.sheets) >= SHOWN_FROM:
        notes = _notes(entries)
    return combined(check_in, turnout_of(repositories, check_in), side, _evidence(entries), notes), side


def combined(
    check_in: CheckIn, turnout: Turnout, side: CheckInSide, evidence: WrittenNotes, notes: WrittenNotes
) -> TeamResult:
    """The result of what each person said in a check-in, without who said it."""
    maturity, sheets = side.maturity, [*side.sheets.values()]
    sheet = team_sheet(sheets, side.agreed)
    views = {practice: views_of(sheets, practice) for practice in maturity.catalogue.by_id}
    return TeamResult(
        check_in=check_in,
        turnout=turnout,
        maturity=maturity,
        sheet=sheet,
        result=result_of(sheet, maturity, maturity.scales),
        views=views,
        agreed=side.agreed,
        deciding=_deciding(maturity, sheet, views),
        evidence=evidence,
        notes=notes,
    )


def who_said(repositories: Repositories, check_in: CheckIn, side: CheckInSide, reader: Person) -> tuple[WhoSaid, ...]:
    """Who said what where not all said the same, for a reader who was asked in a team with open answers."""
    if not check_in.has_open_answers or reader.id not in check_in.roster:
        return ()
    people = repositories.people.list_by_id(sorted(side.sheets))
    names = {person.id: person.slack_id for person in people}
    differing = []
    for practice in side.maturity.catalogue.capabilities:
        said: dict[Answer, list[str]] = {}
        for person_id, sheet in sorted(side.sheets.items()):
            name = names[person_id]
            if name and practice.id in sheet.answers:
                said.setdefault(sheet.answers[practice.id], []).append(name)
        if len(said) > 1:
            answers = tuple((answer, tuple(said[answer])) for answer in Answer if answer in said)
            differing.append(WhoSaid(practice, answers))
    return tuple(differing)


def last_published(repositories: Repositories, team_id: str, before: datetime | None = None) -> CheckIn | None:
    """A team's last published check-in; with `before`, the last one opened earlier."""
    return next(iter(repositories.check_ins.list_published(team_id, 1, before)), None)


def _side(repositories: Repositories, check_in: CheckIn, taking_part: list[Assessment]) -> CheckInSide:
    """What each person's answers were when they stopped counting."""
    closed_on = check_in.closed_on
    sheets = {assessment.person_id: assessment.sheet_on(closed_on) for assessment in taking_part}
    return CheckInSide(
        maturity=repositories.contents.restore(check_in),
        roster=frozenset(check_in.roster),
        sheets={person: sheet for person, sheet in sheets.items() if sheet.answers or sheet.not_applicable},
        agreed={agreed.capability: agreed.answer for agreed in repositories.check_ins.list_agreed(check_in.id)},
    )


def turnout_of(repositories: Repositories, check_in: CheckIn) -> Turnout:
    """The turnout of a check-in: how many people were asked, said "not this time", and answered all in time."""
    finished = 0
    if check_in.is_open:  # else they were counted when it closed
        finished = repositories.assessments.count_finished(check_in.id)
    return check_in.turnout(finished)


def _evidence(entries: list[Entry]) -> WrittenNotes:
    """The links by practice; one inside a note stays with the note, which is its writer's."""
    written = []
    for entry in entries:
        note = entry.note or ""
        written += [(entry.capability, link) for link in entry.links if link not in note]
    return _by_practice(written)


def _notes(entries: list[Entry]) -> WrittenNotes:
    return _by_practice((entry.capability, entry.note) for entry in entries if entry.note and entry.shows_note)


def _by_practice(written: Iterable[tuple[str, str]]) -> WrittenNotes:
    """All that was written, by practice, in an order that does not tell whose it is."""
    practices: dict[str, set[str]] = {}
    for practice, text in written:
        practices.setdefault(practice, set()).add(text)
    return {practice: tuple(sorted(texts)) for practice, texts in sorted(practices.items())}


def _deciding(maturity: Maturity, sheet: Sheet, views: Mapping[str, Views]) -> dict[str, tuple[int, int]]:
    """The headline level if all said no and if all said yes, for practices on which views differ and it depends."""
    headline = (maturity.scale(maturity.headline),)

    def level_with(capability: str, answer: Answer) -> int:
        changed = Sheet({**sheet.answers, capability: answer}, sheet.not_applicable - {capability})
        return result_of(changed, maturity, headline).headline.level.level

    deciding = {}
    for practice, said in views.items():
        if said.agreement in _DIFFER:
            levels = level_with(practice, Answer.NO), level_with(practice, Answer.YES)
            if levels[0] != levels[1]:
                deciding[practice] = levels
    return deciding
