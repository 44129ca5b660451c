"""How practices sound when a team is described."""

from typing import Self

from pydantic import ValidationInfo, model_validator

from flows.maturity.answer import Answer
from flows.maturity.capability import Catalogue
from flows.maturity.scale import CapabilityId
from flows.maturity.wording import Content, Phrase, Version, refuse


class Sounds(Content):
    """Half a sentence each for a practice that is fully there, partly there, and not there."""

    yes: Phrase
    partial: Phrase
    no: Phrase

    def of(self, answer: Answer) -> str:
        """The one for an answer."""
        return {Answer.YES: self.yes, Answer.PARTIAL: self.partial}.get(answer, self.no)


class Descriptions(Content):
    """One for every practice of the catalogue."""

    version: Version
    practices: dict[CapabilityId, Sounds]

    @model_validator(mode="after")
    def _check_all(self, info: ValidationInfo) -> Self:
        catalogue: Catalogue | None = (info.context or {}).get("catalogue")
        for each in catalogue.by_id if catalogue else ():
            if each not in self.practices:
                raise refuse(f'"{each}" is missing', ("practices",))
        return self
