"""Who may do what, in one table. A listener without a row fails the tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.slack.ids import ActionId, FormId
from bot.slack.payloads import Inbound
from flows.errors import RefusedError
from flows.teams.person import Person
from flows.teams.team import Team


class Role(StrEnum):
    """What somebody is to the workspace a request came from, and to the team it is about."""

    ADMIN = "admin"
    OWNER = "owner"
    RESPONDENT = "respondent"
    PERSON = "person"
    GUEST = "guest"
    ELSEWHERE = "person of another workspace"


class Doing(StrEnum):
    """What can be done without pressing anything."""

    SEE_STANDING = "/rung"
    HELP = "/rung help"
    ASSESS = "/rung assess"
    CLAIM = "/rung claim"
    SEE_TEAM = "/rung team"
    NEW_TEAM = "/rung team new"
    ADD_PEOPLE = "/rung team add"
    REMOVE_PEOPLE = "/rung team remove"
    LEAVE_TEAM = "/rung team leave"
    CHANGE_OWNERS = "/rung team owner"
    RENAME_TEAM = "/rung team rename"
    MOVE_TEAM = "/rung team move"
    CHOOSE_SCALE = "/rung team scale"
    CHOOSE_LEADERBOARD = "/rung team leaderboard"
    CHOOSE_ANSWERS = "/rung team answers"
    CHOOSE_ZONE = "/rung team zone"
    END_TEAM = "/rung team end"
    SEE_CHECK_IN = "/rung check-in"
    START_CHECK_IN = "/rung check-in start"
    CLOSE_CHECK_IN = "/rung check-in close"
    CANCEL_CHECK_IN = "/rung check-in cancel"
    DISCUSS_CHECK_IN = "/rung check-in discuss"
    PUBLISH_CHECK_IN = "/rung check-in publish"
    SEE_LEVEL = "/rung level"
    SEE_NEXT = "/rung next"
    SEE_HISTORY = "/rung history"
    WHAT_IF = "/rung what-if"
    LEARN = "/rung learn"
    QUIZ = "/rung quiz"
    SEE_ACTIONS = "/rung actions"
    ADD_ACTION = "/rung actions add"
    END_ACTION = "/rung actions done"
    DROP_ACTION = "/rung actions drop"
    SEE_SCHEDULE = "/rung schedule"
    AWAY = "/rung away"
    UPCOMING = "/rung upcoming"
    SEE_LEADERBOARD = "/rung leaderboard"
    POST_LEADERBOARD = "/rung leaderboard here"
    REPORT = "/rung report"
    REPORT_WORKSPACE = "/rung report workspace"
    EXPORT = "/rung export"
    EXPORT_TEAM = "/rung export team"
    EXPORT_WORKSPACE = "/rung export workspace"
    SEE_DIGEST = "/rung digest"
    POST_DIGEST = "/rung digest here"
    SETTINGS = "/rung settings"
    WORKSPACE_SETTINGS = "/rung settings schedule"
    CHANGE_SCHEDULE = "/rung schedule …"
    TYPE = "typing in the direct messages"
    OPEN_HOME = "opening Rung's page"
    INVITE = "inviting Rung to a channel"


_HERE = frozenset({Role.PERSON, Role.GUEST})
# What is shared in a channel speaks for the company, of which a guest is no part.
_PEOPLE = frozenset({Role.PERSON})
# Who decides for a team. A guest of the workspace is neither, whatever a list says.
# Who is of a team.
_TEAM = frozenset({Role.ADMIN, Role.OWNER, Role.RESPONDENT})
_DECIDING = frozenset({Role.ADMIN, Role.OWNER})
_ADMINS = frozenset({Role.ADMIN})

ALLOWED: Mapping[str, frozenset[Role]] = {
    Doing.SEE_STANDING: _HERE,
    Doing.HELP: _HERE,
    Doing.ASSESS: _HERE,
    Doing.CLAIM: _PEOPLE,
    Doing.SEE_TEAM: _HERE,
    Doing.NEW_TEAM: _PEOPLE,
    Doing.ADD_PEOPLE: _DECIDING,
    Doing.REMOVE_PEOPLE: _DECIDING,
    Doing.LEAVE_TEAM: _HERE,
    Doing.CHANGE_OWNERS: _DECIDING,
    Doing.RENAME_TEAM: _DECIDING,
    Doing.MOVE_TEAM: _DECIDING,
    Doing.CHOOSE_SCALE: _DECIDING,
    Doing.CHOOSE_LEADERBOARD: _DECIDING,
    Doing.CHOOSE_ANSWERS: _DECIDING,
    Doing.CHOOSE_ZONE: _DECIDING,
    Doing.END_TEAM: _DECIDING,
    Doing.SEE_CHECK_IN: _HERE,
    Doing.START_CHECK_IN: _DECIDING,
    Doing.CLOSE_CHECK_IN: _DECIDING,
    Doing.CANCEL_CHECK_IN: _DECIDING,
    Doing.DISCUSS_CHECK_IN: _DECIDING,
    Doing.PUBLISH_CHECK_IN: _DECIDING,
    Doing.SEE_LEVEL: _HERE,
    Doing.SEE_NEXT: _HERE,
    Doing.SEE_HISTORY: _HERE,
    Doing.WHAT_IF: _HERE,
    Doing.LEARN: _HERE,
    Doing.QUIZ: _HERE,
    Doing.SEE_ACTIONS: _HERE,
    Doing.ADD_ACTION: _TEAM,
    Doing.END_ACTION: _TEAM,
    Doing.DROP_ACTION: _TEAM,
    Doing.SEE_SCHEDULE: _HERE,
    Doing.AWAY: _HERE,
    Doing.UPCOMING: _HERE,
    Doing.SEE_LEADERBOARD: _PEOPLE,
    Doing.POST_LEADERBOARD: _ADMINS,
    Doing.REPORT: _TEAM,
    Doing.REPORT_WORKSPACE: _ADMINS,
    Doing.EXPORT: _HERE,
    Doing.EXPORT_TEAM: _DECIDING,
    Doing.EXPORT_WORKSPACE: _ADMINS,
    Doing.SEE_DIGEST: _PEOPLE,
    Doing.POST_DIGEST: _ADMINS,
    Doing.SETTINGS: _HERE,
    Doing.WORKSPACE_SETTINGS: _ADMINS,
    Doing.CHANGE_SCHEDULE: _DECIDING,
    Doing.TYPE: _HERE,
    Doing.OPEN_HOME: _HERE,
    Doing.INVITE: _HERE,
    ActionId.YES: _HERE,
    ActionId.PARTIAL: _HERE,
    ActionId.NO: _HERE,
    ActionId.UNKNOWN: _HERE,
    ActionId.WHY: _HERE,
    ActionId.NOTE: _HERE,
    ActionId.BACK: _HERE,
    ActionId.MORE: _HERE,
    ActionId.LESS: _HERE,
    ActionId.NOT_APPLICABLE: _HERE,
    ActionId.GIVE_REASON: _HERE,
    ActionId.PAUSE: _HERE,
    ActionId.GO_ON: _HERE,
    ActionId.START_OVER: _HERE,
    ActionId.BEGIN_AGAIN: _HERE,
    ActionId.SHOW_RESULT: _HERE,
    ActionId.SHOW_PROOF: _HERE,
    ActionId.SHOW_COMPARISON: _HERE,
    ActionId.SHOW_ANSWERS: _HERE,
    ActionId.CHANGE_ANSWER: _HERE,
    ActionId.ASK_MORE: _HERE,
    ActionId.CONFIRM: _HERE,
    ActionId.PREVIEW_SHARE: _PEOPLE,
    ActionId.CHOOSE_CHANNEL: _PEOPLE,
    ActionId.SHARE: _PEOPLE,
    ActionId.ASSESS: _HERE,
    ActionId.CREATE_TEAM: _PEOPLE,
    ActionId.PLAN_TEAM: _PEOPLE,
    ActionId.NO_TEAM: _HERE,
    ActionId.TEAM_CHANNEL: _PEOPLE,
    ActionId.TEAM_SETTINGS: _DECIDING,
    ActionId.START_CHECK_IN: _DECIDING,
    ActionId.START_REVISION: _DECIDING,
    ActionId.JOIN: _HERE,
    ActionId.ASSESS_PRIVATELY: _HERE,
    ActionId.DECLINE: _HERE,
    ActionId.STOP_ASKING: _HERE,
    ActionId.CLOSE_CHECK_IN: _DECIDING,
    ActionId.PUBLISH: _DECIDING,
    ActionId.DISCUSS: _DECIDING,
    ActionId.SUMMARY_CHANNEL: _DECIDING,
    ActionId.AGREE: _DECIDING,
    ActionId.SHOW_PAST: _HERE,
    ActionId.TAKE_ON: _TEAM,
    ActionId.WHAT_IF: _HERE,
    ActionId.LEARN: _HERE,
    ActionId.LEARN_TOPICS: _HERE,
    ActionId.LEARN_LEVELS: _HERE,
    ActionId.READ_MORE: _HERE,
    ActionId.READ_ALSO: _HERE,
    ActionId.QUIZ: _HERE,
    ActionId.QUIZ_A: _HERE,
    ActionId.QUIZ_B: _HERE,
    ActionId.QUIZ_C: _HERE,
    ActionId.QUIZ_D: _HERE,
    ActionId.QUIZ_HINT: _HERE,
    ActionId.QUIZ_NEXT: _HERE,
    ActionId.SNOOZE: _HERE,
    ActionId.SNOOZE_UNTIL: _HERE,
    ActionId.SET_AWAY: _HERE,
    ActionId.SEND_AGAIN: _ADMINS,
    ActionId.LEADERBOARD_PAGE: _PEOPLE,
    ActionId.LEADERBOARD_BACK: _PEOPLE,
    ActionId.LEADERBOARD_MORE: _PEOPLE,
    ActionId.SHARE_LEADERBOARD: _PEOPLE,
    ActionId.SHARE_DIGEST: _PEOPLE,
    ActionId.EXPORT_MINE: _HERE,
    ActionId.EXPORT_TEAM: _DECIDING,
    ActionId.EXPORT_WORKSPACE: _ADMINS,
    ActionId.LEAVE_LEADERBOARD: _DECIDING,
    ActionId.CHANGE_SCHEDULE: _DECIDING,
    ActionId.PAUSE_SCHEDULE: _DECIDING,
    ActionId.RESUME_SCHEDULE: _DECIDING,
    FormId.NOTE: _HERE,
    FormId.REASON: _HERE,
    FormId.NEW_TEAM: _PEOPLE,
    FormId.TEAM: _DECIDING,
    FormId.SCHEDULE: _DECIDING,
    FormId.ABSENCE: _HERE,
}


@dataclass(frozen=True)
class Requester:
    """Who sent a request, as far as we know them, and the team it is about."""

    person: Person | None = None
    team: Team | None = None
    is_admin: bool = False

    def roles(self, *, from_elsewhere: bool) -> frozenset[Role]:
        """All that they are."""
        if from_elsewhere and (self.person is None or not self.person.is_guest):
            return frozenset({Role.ELSEWHERE})
        person_id = self.person.id if self.person else ""
        of_team = {Role.RESPONDENT} if self.team and person_id in self.team.roster else set()
        if self.person and self.person.is_guest:
            return frozenset({Role.GUEST, *of_team})
        decides = {Role.OWNER} if self.team and person_id in self.team.owners else set()
        return frozenset({Role.PERSON, *of_team, *decides, *({Role.ADMIN} if self.is_admin else ())})


def depends_on_person(what: str, *, from_elsewhere: bool) -> bool:
    """Whether one has to look up who the sender is to decide."""
    return ALLOWED[what] != _HERE or from_elsewhere


def check_allowed(what: str, inbound: Inbound, requester: Requester | None = None) -> None:
    """Raise RefusedError when the sender may not do this.

    Somebody of another workspace may do what a guest may, once an owner has put them on a team's list.
    """
    requester = requester or Requester()
    roles = requester.roles(from_elsewhere=inbound.from_elsewhere)
    if roles & ALLOWED[what]:
        return
    if Role.ELSEWHERE in roles:
        raise RefusedError("Rung answers people of this workspace only. Yours may have a Rung of its own.")
    if ALLOWED[what] is _ADMINS:
        raise RefusedError("That is for those who look after Rung here; /rung claim makes one. Nothing was changed.")
    name = requester.team.name if requester.team else "The team"
    if ALLOWED[what] is _TEAM:
        raise RefusedError(f"That is for those whom {name} asks, and for its owners. Nothing was changed.")
    if Role.GUEST in roles:
        raise RefusedError("Guests answer for themselves; this is for people of the workspace.")
    raise RefusedError(f"{name}'s owners decide that; /rung team says who they are. Nothing was changed.")
