"""How many people a check-in waits for, and how many answers make a result. Pure."""

from dataclasses import dataclass

LEAST_ANSWERS = 2  # for a team of more than one


@dataclass(frozen=True)
class Turnout:
    """How many were asked, how many of them said "not this time", and how many have answered all."""

    asked: int
    declined: int
    answered: int

    @property
    def expected(self) -> int:
        """How many people have answered or still could."""
        return self.asked - self.declined

    @property
    def needed(self) -> int:
        """How many answers make a result: half of those expected, at least two; one where only one was asked."""
        return 1 if self.asked == 1 else max(LEAST_ANSWERS, -(-self.expected // 2))

    @property
    def is_enough(self) -> bool:
        """Whether the answers make a result."""
        return self.answered >= self.needed

    @property
    def is_complete(self) -> bool:
        """Whether the answers make a result and nobody is waited for."""
        return self.answered >= self.expected and self.is_enough
