"""Begin, continue and start over."""

from dataclasses import dataclass, replace

from flows.assessment import Assessment, Length
from flows.conversation import begin, extend
from flows.errors import RefusedError
from flows.interaction import Interaction, Turn, on_new_card, with_cards
from flows.maturity.wording import did_you_mean
from flows.notices import Going, going_of
from flows.questionnaire import next_question


@dataclass(frozen=True)
class Waiting:
    """What waits for a person: an assessment half done, a result to look at again, or nothing."""

    going: Going | None = None
    has_result: bool = False


def parse_length(word: str) -> Length:
    """Read a length as it is typed after `/rung assess`."""
    try:
        return Length(word.casefold())
    except ValueError:
        hint = did_you_mean(word.casefold(), Length) or "; there are quick, standard and full."
        raise RefusedError(f'"{word}" is not a length I know{hint} Nothing was started.') from None


def assess(interaction: Interaction, length: Length | None, origin: str | None) -> Turn:
    """Continue the person's assessment where it stands, or begin one when there is none or it is finished."""
    person = interaction.claim_person()
    active = interaction.repositories.assessments.find_active(person.id)
    if active is None or is_complete(interaction, active):
        begun = _begin(interaction, person.id, length or Length.STANDARD, origin)
        if active is None:
            interaction.repositories.assessments.add(begun)
            return Turn(person, begun, in_place=False)
        replace_active(interaction, active, begun)
        return Turn(person, begun, in_place=False, outdated=with_cards(active, (active.card,)))
    going_on = replace(active, origin_channel_id=origin or active.origin_channel_id)
    current = extend(going_on, length or active.length, interaction.maturity, interaction.now)
    turn = on_new_card(person, current, outdated=(active.card,))
    interaction.save(active, turn.assessment)
    return turn


def start_over(interaction: Interaction, active: Assessment) -> Assessment:
    """Set an assessment aside and begin it anew on the same card."""
    begun = _begin(interaction, active.person_id, active.length, active.origin_channel_id)
    begun = replace(begun, card=replace(active.card, view=begun.card.view, subject=begun.card.subject))
    replace_active(interaction, active, begun)
    return begun


def replace_active(interaction: Interaction, active: Assessment, begun: Assessment) -> None:
    """Close one assessment, which keeps its answers, and add another in its place."""
    interaction.repositories.assessments.save(active, replace(active, closed_at=interaction.now))
    interaction.repositories.assessments.add(begun)


def is_complete(interaction: Interaction, assessment: Assessment) -> bool:
    """Whether no question is left; a changed answer can open further ones."""
    sheet = assessment.sheet_on(interaction.today)
    return next_question(sheet, assessment.length, interaction.maturity) is None


def what_waits(interaction: Interaction) -> Waiting:
    """What waits for the person; changes nothing."""
    person = interaction.repositories.people.find(interaction.acting)
    active = interaction.repositories.assessments.find_active(person.id) if person else None
    if active is None:
        return Waiting()
    if is_complete(interaction, active):
        return Waiting(has_result=True)
    return Waiting(going=going_of(active, interaction.maturity, interaction.today))


def _begin(interaction: Interaction, person_id: str, length: Length, origin: str | None) -> Assessment:
    begun = begin(interaction.new_id(), person_id, length, interaction.maturity, interaction.now)
    return replace(begun, origin_channel_id=origin)
