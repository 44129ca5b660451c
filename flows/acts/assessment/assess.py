"""Begin an assessment, continue it, and start it over."""

from collections import Counter
from dataclasses import dataclass, replace

from flows.acts.assessment.turn import Turn, occasion_of, on_new_card, recall, save, with_cards
from flows.acts.results.team_result import last_published, team_result
from flows.acts.shared.act import Act
from flows.assessment.assessment import Assessment, LastTime, Length
from flows.assessment.conversation import begin, extend, show_current
from flows.assessment.last_time import asked_again, grouped_categories, last_time, next_item
from flows.calendar.working_days import day_of
from flows.cards.cards import CardProgress
from flows.cards.show_card import card_progress_of
from flows.check_ins.check_in import CheckIn
from flows.errors import RefusedError
from flows.maturity.wording import did_you_mean
from flows.ports import Repositories
from flows.teams.person import Person


@dataclass(frozen=True)
class Waiting:
    """The thing that waits for a person: an assessment half done, a result to look at again, or nothing.

    `team` names the team of a check-in that waits, begun or not.
    """

    progress: CardProgress | None = None
    has_result: bool = False
    team: str | None = None


@dataclass(frozen=True)
class StartingPoint:
    """The assessment that one in a check-in follows, its answers, and on how many cards they are to be confirmed."""

    follows: str
    last_time: LastTime
    cards: int


@dataclass(frozen=True)
class Wish:
    """What somebody wants to answer: in a length, None for the usual one; `is_private` for their own view only."""

    length: Length | None = None
    is_private: bool = False


def read_wish(words: str) -> Wish:
    """Read a wish as it is typed after `/rung assess`: private, a length, both or neither."""
    typed = words.strip(" .")
    first, _, rest = typed.partition(" ")
    if first.casefold() == "private":
        return Wish(_read_length(rest), is_private=True)
    return Wish(_read_length(typed))


def _read_length(word: str) -> Length | None:
    if not word:
        return None
    try:
        return Length(word.casefold())
    except ValueError:
        hint = did_you_mean(word.casefold(), Length) or "; there are quick, standard and full."
        raise RefusedError(f'"{word}" is not a length I know{hint} Nothing was started.') from None


def assess(act: Act, length: Length | None, origin: str | None) -> Turn:
    """Continue the person's own view, or begin one when there is none or it is finished."""
    person = act.lock_person()
    private = act.repositories.assessments.find_private(person.id)
    if private is None or is_complete(act, private):
        begun = _begin(act, person.id, length or Length.STANDARD, origin)
        return take_up(act, person, private, begun)
    going_on = replace(private, origin_channel_id=origin or private.origin_channel_id)
    current = extend(going_on, length or private.length, act.maturity, act.now)
    return take_up(act, person, private, current)


def take_up(act: Act, person: Person, stored: Assessment | None, wanted: Assessment) -> Turn:
    """Show an assessment on a new card, in place of the person's current one.

    `stored` is the assessment that was there before; one of another id is closed, and keeps its answers.
    """
    assessments = act.repositories.assessments
    outdated: tuple[Assessment, ...] = ()
    if stored:
        outdated = with_cards(stored, (stored.card,))
    current = assessments.find_current(person.id)
    if current and (stored is None or current.id != stored.id):
        assessments.save(current, replace(current, is_current=False))
        outdated += with_cards(current, (current.card,))
    if stored and stored.id == wanted.id:
        turn = on_new_card(person, replace(wanted, is_current=True), occasion=occasion_of(act), outdated=())
        return replace(turn, outdated=outdated, occasion=save(act, stored, turn.assessment))
    if stored:
        assessments.save(stored, replace(stored, closed_at=act.now, is_current=False))
    assessments.add(wanted)
    return Turn(person, wanted, in_place=False, occasion=occasion_of(act), outdated=outdated)


def start_over(act: Act, active: Assessment) -> Assessment:
    """Set an assessment aside, with its answers, and begin it anew on the same card."""
    begun = _begin(act, active.person_id, active.length, active.origin_channel_id)
    begun = replace(begun, check_in_id=active.check_in_id, counted_revision=_counting(act))
    begun = replace(begun, card=replace(active.card, view=begun.card.view, subject=begun.card.subject))
    act.repositories.assessments.save(active, replace(active, closed_at=act.now, is_current=False))
    act.repositories.assessments.add(begun)
    return begun


def is_complete(act: Act, assessment: Assessment) -> bool:
    """Whether an assessment has no question left; a changed answer can open further ones."""
    return next_item(recall(act, assessment), act.maturity, act.today) is None


def what_waits(act: Act) -> Waiting:
    """The thing that waits for the person, a check-in first; nothing that counts is changed."""
    person = act.lock_person()
    for check_in in act.repositories.check_ins.list_open_for(person.id):
        within, begun = act.at(check_in), act.repositories.assessments.find_in_check_in(check_in.id, person.id)
        if not waits_for(within, check_in, begun, person):
            continue
        if begun is None:
            return Waiting(team=check_in.team_name)
        progress = card_progress_of(recall(within, begun), within.maturity, within.today)
        return Waiting(progress=progress, team=check_in.team_name)
    private = act.repositories.assessments.find_private(person.id)
    if private is None:
        return Waiting()
    if is_complete(act, private):
        return Waiting(has_result=True)
    return Waiting(progress=card_progress_of(private, act.maturity, act.today))


def waits_for(within: Act, check_in: CheckIn, begun: Assessment | None, person: Person) -> bool:
    """Whether a check-in waits for a person, who has come as far as `begun` in it."""
    return person.id not in check_in.declined and (begun is None or not is_complete(within, begun))


def begin_in(act: Act, check_in: CheckIn, person_id: str, length: Length) -> Assessment:
    """An empty assessment in a check-in, which starts from what the person said last time.

    In one that has closed, nothing counts any more.
    """
    empty = begin(act.new_id(), person_id, length, act.maturity, act.now)
    empty = replace(empty, check_in_id=check_in.id, counted_revision=_counting(act))
    start = starting_point(act.repositories, check_in, person_id)
    if start is None:
        return empty
    following = replace(
        empty, follows=start.follows, asked_again=start.last_time.asked_again, last_time=start.last_time
    )
    return show_current(following, act.maturity, act.now)


def starting_point(repositories: Repositories, check_in: CheckIn, person_id: str) -> StartingPoint | None:
    """The answers that a person's conversation in a check-in starts from; None if they have said nothing yet."""
    previous = repositories.assessments.find_to_follow(check_in.id, check_in.team_id, person_id)
    if previous is None:
        return None
    maturity, today = repositories.contents.restore(check_in), day_of(check_in.opened_at, check_in.time_zone)
    open_actions = repositories.actions.list_open(check_in.team_id)
    actions = (action.capability for action in open_actions if action.capability)
    again = asked_again(previous, maturity, today, first=(*actions, *_next_step(repositories, check_in)))
    last = last_time(previous, again, maturity, today)
    kept = maturity.catalogue.in_order(set(last.entries) - set(again))
    categories = Counter(maturity.catalogue.by_id[practice].category for practice in kept)
    return StartingPoint(previous.id, last, len(grouped_categories(categories)))


def _next_step(repositories: Repositories, check_in: CheckIn) -> tuple[str, ...]:
    """The next step of the team's last published result."""
    earlier = last_published(repositories, check_in.team_id, before=check_in.opened_at)
    if earlier is None:
        return ()
    step = team_result(repositories, earlier).result.next_step
    return (step.first_move,) if step and step.first_move else ()


def _counting(act: Act) -> int | None:
    """Up to which revision an assessment that begins now counts: none at all in a check-in that has closed."""
    return 0 if act.check_in and not act.check_in.is_open else None


def _begin(act: Act, person_id: str, length: Length, origin: str | None) -> Assessment:
    begun = begin(act.new_id(), person_id, length, act.maturity, act.now)
    return replace(begun, origin_channel_id=origin)
