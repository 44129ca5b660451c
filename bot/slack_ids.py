"""The ids of everything that can be pressed, chosen or sent in."""

from enum import StrEnum


class ActionId(StrEnum):
    """A button or a menu of a message."""

    YES = "answer_yes"
    PARTIAL = "answer_partial"
    NO = "answer_no"
    UNKNOWN = "answer_unknown"
    WHY = "why"
    NOTE = "note"
    BACK = "back"
    MORE = "more"
    LESS = "less"
    NOT_APPLICABLE = "not_applicable"
    GIVE_REASON = "give_reason"
    PAUSE = "pause"
    GO_ON = "go_on"
    START_OVER = "start_over"
    BEGIN_AGAIN = "begin_again"
    SHOW_RESULT = "show_result"
    SHOW_PROOF = "show_proof"
    SHOW_COMPARISON = "show_comparison"
    SHOW_ANSWERS = "show_answers"
    CHANGE_ANSWER = "change_answer"
    ASK_MORE = "ask_more"
    CONFIRM = "confirm"
    PREVIEW_SHARE = "preview_share"
    CHOOSE_CHANNEL = "choose_channel"
    SHARE = "share"
    ASSESS = "assess"
    CREATE_TEAM = "create_team"
    PLAN_TEAM = "plan_team"
    NO_TEAM = "no_team"
    TEAM_CHANNEL = "team_channel"
    TEAM_SETTINGS = "team_settings"
    START_CHECK_IN = "start_check_in"
    START_REVISION = "start_revision"
    JOIN = "join"
    ASSESS_PRIVATELY = "assess_privately"
    DECLINE = "decline"
    STOP_ASKING = "stop_asking"
    CLOSE_CHECK_IN = "close_check_in"
    PUBLISH = "publish"
    DISCUSS = "discuss"
    SUMMARY_CHANNEL = "summary_channel"
    AGREE = "agree"
    SHOW_PAST = "show_past"
    TAKE_ON = "take_on"
    WHAT_IF = "what_if"
    CHANGE_SCHEDULE = "change_schedule"
    PAUSE_SCHEDULE = "pause_schedule"
    RESUME_SCHEDULE = "resume_schedule"


class FormId(StrEnum):
    """A modal that is sent in."""

    NOTE = "note_form"
    REASON = "reason_form"
    NEW_TEAM = "new_team_form"
    TEAM = "team_form"
    SCHEDULE = "schedule_form"


# The values of an option that is taken, and of the other.
YES, NO = "yes", "no"

# The one input of a form that has only one.
FORM_INPUT = "written"


class Field(StrEnum):
    """An input of a form that has several."""

    SHOW_NOTE = "show_note"
    NAME = "name"
    ROSTER = "roster"
    OWNERS = "owners"
    HEADLINE = "headline"
    SCALES = "scales"
    LEADERBOARD = "leaderboard"
    ANSWERS = "answers"
    ZONE = "zone"
    EVERY = "every"
    DAY = "day"
    HOUR = "hour"
    WEEKS = "weeks"
    RULE = "own_rule"
    YEAR = "year"
    LASTS = "lasts"
    NUDGING = "nudging"
    REMINDS = "reminds"
