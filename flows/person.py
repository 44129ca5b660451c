from dataclasses import dataclass


@dataclass(frozen=True)
class Acting:
    """Who does something, as Slack names them."""

    workspace_id: str
    slack_id: str


@dataclass(frozen=True)
class Person:
    """A human under an id of ours. `slack_id` can be erased; `dm_channel_id` is where Rung talks with them.

    `is_guest` is None until Slack was asked. `is_gone`: Slack says that nobody of that id can be reached any more.
    """

    id: str
    workspace_id: str
    slack_id: str | None
    dm_channel_id: str | None = None
    time_zone: str = "UTC"
    is_guest: bool | None = None
    is_gone: bool = False


@dataclass(frozen=True)
class Profile:
    """What Slack says about somebody: IANA time zone, and what they are.

    `is_guest`: a guest of the workspace, or of another workspace. `is_gone`: deactivated.
    """

    slack_id: str
    time_zone: str = "UTC"
    is_guest: bool = False
    is_bot: bool = False
    is_gone: bool = False
