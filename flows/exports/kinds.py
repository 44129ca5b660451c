"""The kinds of values in a document that is read: what Rung itself would have written there. Pure.

They are checked on the way in alone, so that whatever a database holds can be exported.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, ValidationInfo

from flows.maturity.wording import refuse
from flows.plain_text import one_line

READING = {"reading": True}  # the context of a document that comes in
FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2099, 12, 31)
MOST = 1_000_000


def _checked(is_fine: Callable[[Any], bool], sentence: str) -> AfterValidator:
    def check(value: object, info: ValidationInfo) -> object:
        if info.context == READING and not is_fine(value):
            raise refuse(sentence)
        return value

    return AfterValidator(check)


def _written(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text) is not None


def _is_line(text: str) -> bool:
    return text == one_line(text) and 0 < len(text) <= 200


def _is_of_our_time(moment: datetime) -> bool:
    return FIRST_DAY <= moment.date() <= LAST_DAY


_OUR_TIME = f"is not from {FIRST_DAY} to {LAST_DAY}"
SlackId = Annotated[str, _checked(_written(r"[A-Za-z0-9]{1,40}"), "is not an id that Slack gives")]
OwnId = Annotated[str, _checked(_written(r"[A-Za-z0-9-]{1,64}"), "is not an id that Rung gives")]
Hash = Annotated[str, _checked(_written(r"[0-9a-f]{64}"), "is not a SHA-256 in hexadecimal digits")]
Name = Annotated[str, _checked(_written(r"[a-z][a-z0-9_-]{0,59}"), "is not the name of a scale or a practice")]
Line = Annotated[str, _checked(_is_line, "is not one line of at most 200 letters")]
Number = Annotated[int, _checked(lambda number: 0 <= number <= MOST, f"is not a number from 0 to {MOST:,}")]
Levels = Annotated[int, _checked(lambda levels: -100 <= levels <= 100, "is not a number of levels")]
Day = Annotated[date, _checked(lambda day: FIRST_DAY <= day <= LAST_DAY, _OUR_TIME)]
Moment = Annotated[AwareDatetime, _checked(_is_of_our_time, _OUR_TIME)]
