class FlowError(Exception):
    """Something a person can be told as it stands: one clear sentence that says what to do."""


class ContentError(FlowError):
    """A file or an answer sheet that cannot be used: where, which key, and what is wrong with it."""
