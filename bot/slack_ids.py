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
    PREVIEW_SHARE = "preview_share"
    CHOOSE_CHANNEL = "choose_channel"
    SHARE = "share"
    ASSESS = "assess"


class FormId(StrEnum):
    """A modal that is sent in."""

    NOTE = "note_form"
    REASON = "reason_form"


# The one input of a form.
FORM_INPUT = "written"
