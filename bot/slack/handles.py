"""What a button or a form carries, so that its click can be understood."""

from dataclasses import dataclass

from bot.slack.blocks import Block, button
from bot.slack.errors import PayloadError
from bot.slack.ids import ActionId

LONGEST_VALUE = 3000  # characters: Slack takes no more in a form, and fewer in a button
NEW = "new"  # stands for the id of a record that is not there yet


@dataclass(frozen=True)
class Handle:
    """Which record a button belongs to, such as an assessment or a team, and what about it."""

    id: str
    subject: str | None = None

    @classmethod
    def read(cls, value: str) -> "Handle":
        """The handle that a button's value, or a form's metadata, stands for."""
        if len(value) > LONGEST_VALUE:
            raise PayloadError("That button holds more than any of mine. Please open its message anew.")
        record_id, _, subject = value.partition(":")
        return cls(record_id, subject or None)

    def about(self, subject: str) -> "Handle":
        """A handle of this record with something else to act on."""
        return Handle(self.id, subject)

    @property
    def is_new(self) -> bool:
        """Whether the record is not there yet."""
        return self.id == NEW

    @property
    def value(self) -> str:
        """The form in which it travels in a button's value."""
        return f"{self.id}:{self.subject or ''}"

    def button(self, label: str, action: ActionId, *, style: str | None = None) -> Block:
        """A button that acts on this."""
        return button(label, action, self.value, style=style)
