from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Actor:
    """The person who does something, as Slack names them."""

    workspace_id: str
    slack_id: str


def clock_of(workspace_id: str) -> Actor:
    """The actor of a workspace when the clock acts, and no person."""
    return Actor(workspace_id, "")


@dataclass(frozen=True)
class Person:
    """A human under an id of ours. `slack_id` can be erased; `dm_channel_id` is where Rung talks with them.

    `is_guest` is None until Slack was asked. `is_gone`: Slack says that nobody of that id can be reached any more.
    `zone_is_own`: the person chose the time zone. They are asked from the hour `works_from` to `works_until`.
    """

    id: str
    workspace_id: str
    slack_id: str | None
    dm_channel_id: str | None = None
    time_zone: str = "UTC"
    is_guest: bool | None = None
    is_gone: bool = False
    zone_is_own: bool = False
    works_from: int = 9
    works_until: int = 17

    def seen(self, profile: "Profile") -> "Person":
        """The person as Slack describes them now."""
        zone = self.time_zone if self.zone_is_own else profile.time_zone
        return replace(self, time_zone=zone, is_guest=profile.is_guest, is_gone=profile.is_gone)


@dataclass(frozen=True)
class Profile:
    """What Slack says about a person: their IANA time zone, and what they are.

    `is_guest`: a guest of the workspace, or of another workspace. `is_gone`: deactivated. `status` is what they have
    set beside their name, the emoji's name included.
    """

    slack_id: str
    time_zone: str = "UTC"
    is_guest: bool = False
    is_bot: bool = False
    is_gone: bool = False
    status: str = ""
    name: str = ""


@dataclass(frozen=True)
class UserGroup:
    """A group of people in Slack with its name, such as @ml-fraud; `members` are the Slack ids of who is in it now.

    There are none before Slack was asked.
    """

    id: str
    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class NamedPeople:
    """Whom somebody has named: Slack ids, and groups."""

    people: tuple[str, ...] = ()
    groups: tuple[UserGroup, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """The Slack ids of all, once each, as far as it is known who is in the groups."""
        return tuple(dict.fromkeys((*self.people, *(member for group in self.groups for member in group.members))))
