"""Who could be a team: what Slack says about a channel and the people in it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.slack.errors import PermanentSlackError
from bot.slack.gateway_port import Gateway
from flows.errors import RefusedError
from flows.teams.person import NamedPeople, Profile, UserGroup

MOST_CHOSEN = 12  # people; in a larger channel nobody is chosen unasked but the one who asks
MOST_LOOKED_AT = 30  # members, bots and guests among them: one call to Slack each

_EMPTY = "Nobody is in {} now. Please name people as @name. Nothing was changed."
_GONE = "Slack has no group {} that is in use. Please name people as @name. Nothing was changed."
_UNREADABLE = {
    "missing_scope": (
        "I may not see who is in {}. Please name its people as @name, or ask whoever runs Rung here for the scope "
        "usergroups:read. Nothing was changed."
    ),
    "no_such_subteam": _GONE,
    "plan_upgrade_required": _GONE,  # the workspace has groups no more
}


@dataclass(frozen=True)
class Candidates:
    """A channel that could be a team, and who would be asked: `people` of the `members` there.

    `name` is empty when Rung cannot see the channel. `asker` is who would decide.
    """

    name: str
    members: int
    has_rung: bool
    asker: Profile
    people: tuple[Profile, ...]


class LookUp:
    """Asks Slack who people are, one call each and each person once.

    There is one for each piece of work: what is tried again after a pause goes on where it stopped.
    """

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._known: dict[str, Profile] = {}
        self._members_of: dict[str, tuple[str, ...]] = {}

    def profiles(self, slack_ids: Iterable[str]) -> tuple[Profile, ...]:
        """What Slack says about these people; somebody whom it does not know is gone."""
        return tuple(self._profile(slack_id) for slack_id in dict.fromkeys(slack_ids))

    def with_members(self, named: NamedPeople) -> NamedPeople:
        """Those named, with who is in the groups now; a RefusedError says which group cannot be read."""
        return replace(named, groups=tuple(replace(group, members=self._members(group)) for group in named.groups))

    def _members(self, group: UserGroup) -> tuple[str, ...]:
        if group.id not in self._members_of:
            self._members_of[group.id] = self._asked_for_members(group)
        return self._members_of[group.id]

    def _asked_for_members(self, group: UserGroup) -> tuple[str, ...]:
        try:
            members = self._gateway.group_members(group.id)
        except PermanentSlackError as error:
            if error.code not in _UNREADABLE:
                raise
            raise RefusedError(_UNREADABLE[error.code].format(group.name)) from None
        if not members:
            raise RefusedError(_EMPTY.format(group.name))
        return members

    def _profile(self, slack_id: str) -> Profile:
        if slack_id not in self._known:
            self._known[slack_id] = self._asked(slack_id)
        return self._known[slack_id]

    def _asked(self, slack_id: str) -> Profile:
        try:
            return self._gateway.profile(slack_id)
        except PermanentSlackError as error:
            if error.code not in {"user_not_found", "user_not_visible"}:
                raise
            return Profile(slack_id, is_gone=True)


def candidates(gateway: Gateway, look_up: LookUp, channel_id: str, asker: str) -> Candidates:
    """Everybody in a small channel but bots and guests; in a large one, and one that Rung cannot see, the asker."""
    (profile,) = look_up.profiles((asker,))
    try:
        channel = gateway.channel(channel_id)
        members = gateway.members(channel_id, MOST_LOOKED_AT) if channel.members <= MOST_LOOKED_AT else ()
    except PermanentSlackError:
        return Candidates("", 0, has_rung=False, asker=profile, people=(profile,))
    everybody = look_up.profiles(members)
    people = tuple(person for person in everybody if not (person.is_bot or person.is_guest or person.is_gone))
    if not 1 <= len(people) <= MOST_CHOSEN or asker not in {person.slack_id for person in people}:
        people = (profile,)
    return Candidates(channel.name, channel.members, channel.has_rung, profile, people)


def is_in(gateway: Gateway, channel_id: str) -> bool:
    """Whether Rung is in a channel, and so may post there."""
    try:
        return gateway.channel(channel_id).has_rung
    except PermanentSlackError:
        return False
