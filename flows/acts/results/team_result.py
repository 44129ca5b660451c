"""A team's result: what several people's answers come to, computed from what was stored when they stopped counting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flows.assessment.assessment import Assessment, Entry
from flows.check_ins.causes_of_change import CheckInSide
from flows.check_ins.check_in import CheckIn
from flows.check_ins.team_answers import SHOWN_FROM, Agreement, Views, team_sheet, views_of
from flows.check_ins.turnout import Turnout
from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import Capability
from flows.maturity.gate import Requirement, Threshold
from flows.maturity.loading import Maturity
from flows.maturity.result import Result, result_of
from flows.ports import Repositories

# What people have written, by practice.
WrittenNotes = Mapping[str, tuple[str, ...]]

_DIFFER = {Agreement.MIXED, Agreement.SPLIT}


@dataclass(frozen=True)
class TeamResult:
    """One check-in's answers put together: the same whichever person gave which of them.

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
        """The practices by id."""
        return self.maturity.catalogue.by_id

    @property
    def in_place(self) -> frozenset[str]:
        """The practices that are fully there."""
        return frozenset(each for each in self.practices if self.sheet.holds(Requirement(each, Threshold.YES)))

    @property
    def gaps(self) -> frozenset[str]:
        """The practices that are known not to be fully there."""
        return frozenset(each for each in self.practices if self.sheet.missing(each))

    @property
    def disputed(self) -> tuple[str, ...]:
        """The practices on which views differ and nothing is agreed: those first that decide the headline level."""
        differing = [each for each, views in self.views.items() if views.agreement in _DIFFER]

        def rank(capability: str) -> tuple[bool, bool, int]:
            is_mixed = self.views[capability].agreement is Agreement.MIXED
            return capability not in self.deciding, is_mixed, self.maturity.catalogue.position[capability]

        return tuple(sorted((each for each in differing if each not in self.agreed), key=rank))


@dataclass(frozen=True)
class WhoSaid:
    """Each answer to one question with the Slack ids of those who gave it."""

    practice: Capability
    answers: tuple[tuple[Answer, tuple[str, ...]], ...]


def team_result(repositories: Repositories, check_in: CheckIn) -> TeamResult:
    """Put a check-in's answers together, as far as they count."""
    return result_with_sides(repositories, check_in)[0]


def result_with_sides(repositories: Repositories, check_in: CheckIn) -> tuple[TeamResult, CheckInSide]:
    """The same with what each person said, which is for nobody to see: causes and open answers rest on it."""
    counted = repositories.assessments.list_counted(check_in.id)
    taking_part = [each for each in counted if each.person_id not in check_in.declined]
    side = _side(repositories, check_in, taking_part)
    entries = [entry for each in taking_part for entry in each.entries.values()]
    notes = _notes(entries) if check_in.shows_notes and len(side.sheets) >= SHOWN_FROM else {}
    return combined(check_in, turnout_of(repositories, check_in), side, _evidence(entries), notes), side


def combined(
    check_in: CheckIn, turnout: Turnout, side: CheckInSide, evidence: WrittenNotes, notes: WrittenNotes
) -> TeamResult:
    """The result of what each person said, without who said it."""
    maturity, sheets = side.maturity, [*side.sheets.values()]
    sheet = team_sheet(sheets, side.agreed)
    views = {each: views_of(sheets, each) for each in maturity.catalogue.by_id}
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


def who_said(repositories: Repositories, check_in: CheckIn, side: CheckInSide) -> tuple[WhoSaid, ...]:
    """Who said what where not all said the same, for a team that has chosen open answers; nothing for any other."""
    if not check_in.has_open_answers:
        return ()
    names = {each.id: each.slack_id for each in repositories.people.list_by_id(sorted(side.sheets))}
    found = []
    for practice in side.maturity.catalogue.capabilities:
        said: dict[Answer, list[str]] = {}
        for person, sheet in sorted(side.sheets.items()):
            if practice.id in sheet.answers and (name := names[person]):
                said.setdefault(sheet.answers[practice.id], []).append(name)
        if len(said) > 1:
            found.append(WhoSaid(practice, tuple((each, tuple(said[each])) for each in Answer if each in said)))
    return tuple(found)


def last_published(repositories: Repositories, team_id: str, before: datetime | None = None) -> CheckIn | None:
    """A team's last published check-in; with `before`, the last one opened earlier."""
    return next(iter(repositories.check_ins.list_published(team_id, 1, before)), None)


def _side(repositories: Repositories, check_in: CheckIn, taking_part: list[Assessment]) -> CheckInSide:
    """What each person's answers were when they stopped counting."""
    sheets = {each.person_id: each.sheet_on(check_in.closed_on) for each in taking_part}
    return CheckInSide(
        maturity=repositories.contents.restore(check_in),
        roster=frozenset(check_in.roster),
        sheets={person: sheet for person, sheet in sheets.items() if sheet.answers or sheet.not_applicable},
        agreed={each.capability: each.answer for each in repositories.check_ins.list_agreed(check_in.id)},
    )


def turnout_of(repositories: Repositories, check_in: CheckIn) -> Turnout:
    """How many were asked, said "not this time", and answered all in time."""
    return check_in.turnout(repositories.assessments.count_finished(check_in.id) if check_in.is_open else 0)


def _evidence(entries: list[Entry]) -> WrittenNotes:
    """The links by practice; one inside a note stays with the note, which is its writer's."""
    return _gathered(
        (each.capability, link) for each in entries for link in each.links if link not in (each.note or "")
    )


def _notes(entries: list[Entry]) -> WrittenNotes:
    return _gathered((each.capability, each.note) for each in entries if each.note and each.shows_note)


def _gathered(found: Iterable[tuple[str, str]]) -> WrittenNotes:
    """All that was written, by practice, in an order that does not tell whose it is."""
    practices: dict[str, set[str]] = {}
    for capability, written in found:
        practices.setdefault(capability, set()).add(written)
    return {each: tuple(sorted(written)) for each, written in sorted(practices.items())}


def _deciding(maturity: Maturity, sheet: Sheet, views: Mapping[str, Views]) -> dict[str, tuple[int, int]]:
    headline = (maturity.scale(maturity.headline),)

    def level_with(capability: str, answer: Answer) -> int:
        changed = Sheet({**sheet.answers, capability: answer}, sheet.not_applicable - {capability})
        return result_of(changed, maturity, headline).headline.level.level

    found = {
        each: (level_with(each, Answer.NO), level_with(each, Answer.YES))
        for each, said in views.items()
        if said.agreement in _DIFFER
    }
    return {each: levels for each, levels in found.items() if levels[0] != levels[1]}
