class FlowError(Exception):
    """Something a person can be told as it stands: one clear sentence that says what to do."""


class ContentError(FlowError):
    """A file or an answer sheet that cannot be used: where, which key, and what is wrong with it."""


class RefusedError(FlowError):
    """What a person asked for cannot be done as asked; nothing has changed."""


class NoTeamError(RefusedError):
    """It is not clear which team is meant: the channel has none, or the person is in several."""

    def __init__(self) -> None:
        super().__init__("I cannot tell which team you mean. Please type this in its channel; /rung team lists yours.")


class FieldError(RefusedError):
    """What a person entered in one field of a form cannot be used; `field` names the field."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class StorageBusyError(FlowError):
    """The database did not answer within a second. Nothing has changed; trying again is safe."""

    def __init__(self) -> None:
        super().__init__("Rung is busy for a moment and has not recorded this. Please try it once more.")


class StorageLostError(FlowError):
    """The database cannot be reached or is not the one Rung began with. Nothing has changed."""

    def __init__(self) -> None:
        super().__init__(
            "Rung cannot reach its database, so it has not recorded this. Please tell whoever runs Rung here."
        )
