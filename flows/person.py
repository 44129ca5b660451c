from dataclasses import dataclass


@dataclass(frozen=True)
class Acting:
    """Who does something, as Slack names them."""

    workspace_id: str
    slack_id: str


@dataclass(frozen=True)
class Person:
    """A human under an id of ours. `slack_id` can be erased; `dm_channel_id` is where Rung talks with them."""

    id: str
    workspace_id: str
    slack_id: str | None
    dm_channel_id: str | None = None
    time_zone: str = "UTC"
    is_guest: bool | None = None
