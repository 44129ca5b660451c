"""The ids of everything that can be pressed, chosen or sent in, and of what else happens."""

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
    KEEP_NOTE = "keep_note"
    TAKE_NOTE_BACK = "take_note_back"
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
    LEARN = "learn"
    LEARN_TOPICS = "learn_topics"
    LEARN_LEVELS = "learn_levels"
    READ_MORE = "read_more"
    READ_ALSO = "read_also"
    QUIZ = "quiz"
    QUIZ_A = "quiz_a"
    QUIZ_B = "quiz_b"
    QUIZ_C = "quiz_c"
    QUIZ_D = "quiz_d"
    QUIZ_HINT = "quiz_hint"
    QUIZ_NEXT = "quiz_next"
    CHANGE_SCHEDULE = "change_schedule"
    PAUSE_SCHEDULE = "pause_schedule"
    RESUME_SCHEDULE = "resume_schedule"
    SNOOZE = "snooze"
    SNOOZE_UNTIL = "snooze_until"
    SET_AWAY = "set_away"
    SEND_AGAIN = "send_again"
    LEADERBOARD_PAGE = "leaderboard_page"
    LEADERBOARD_BACK = "leaderboard_back"
    LEADERBOARD_MORE = "leaderboard_more"
    SHARE_LEADERBOARD = "share_leaderboard"
    SHARE_DIGEST = "share_digest"
    EXPORT_MINE = "export_mine"
    EXPORT_TEAM = "export_team"
    EXPORT_WORKSPACE = "export_workspace"
    LEAVE_LEADERBOARD = "leave_leaderboard"


class FormId(StrEnum):
    """A modal that is sent in."""

    NOTE = "note_form"
    REASON = "reason_form"
    NEW_TEAM = "new_team_form"
    TEAM = "team_form"
    SCHEDULE = "schedule_form"
    ABSENCE = "absence_form"


class EventId(StrEnum):
    """Something that happens in Slack and that Rung listens to, as Slack names it."""

    MESSAGE = "message"
    EDITED = "message_changed"
    HOME_OPENED = "app_home_opened"
    JOINED = "member_joined_channel"


# What gives an answer: of all else nobody is told that their answer is kept.
GIVING_ANSWERS = frozenset(
    {
        *(ActionId.YES, ActionId.PARTIAL, ActionId.NO, ActionId.UNKNOWN, ActionId.CONFIRM),
        *(FormId.NOTE, FormId.REASON, EventId.MESSAGE),
    }
)

# The values of an option that is taken, of the other, and of one that goes further.
YES, NO, ALWAYS = "yes", "no", "always"

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
    AWAY_FROM = "away_from"
    AWAY_UNTIL = "away_until"
