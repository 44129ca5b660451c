from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, func, insert, select, update

from flows.learning.quiz import Mix, Quiz, QuizAsked, Score
from storage.rows import QuizAnswerRow, QuizRow, table_of

_QUIZ, _ANSWER = table_of(QuizRow), table_of(QuizAnswerRow)
_MINE = select(_QUIZ).where(_QUIZ.c.person_id == bindparam("the_person"))
_ONE = _MINE.where(_QUIZ.c.id == bindparam("the_quiz"))
_OPEN = _MINE.where(_QUIZ.c.ended_at.is_(None))
_CHOSEN = select(_ANSWER.c.chosen).where(_ANSWER.c.quiz_id == bindparam("the_quiz")).order_by(_ANSWER.c.place)
_OF_MINE = _QUIZ.join(_ANSWER, _ANSWER.c.quiz_id == _QUIZ.c.id)
_SCORES = (
    select(_QUIZ.c.mix, func.sum(_ANSWER.c.is_right.cast(_ANSWER.c.place.type)), func.count(), _QUIZ.c.ended_at)
    .select_from(_OF_MINE)
    .where(_QUIZ.c.person_id == bindparam("the_person"), _QUIZ.c.ended_at.is_not(None))
    .group_by(_QUIZ.c.id)
    .order_by(_QUIZ.c.ended_at.desc(), _QUIZ.c.id)
    .limit(bindparam("most"))
)
_LAST = (
    select(_ANSWER.c.question_id, _ANSWER.c.is_right)
    .select_from(_OF_MINE)
    .where(_QUIZ.c.person_id == bindparam("the_person"))
    .order_by(_QUIZ.c.began_at, _QUIZ.c.id, _ANSWER.c.place)
)
_END = update(_QUIZ).where(_QUIZ.c.id == bindparam("the_quiz"))


class SqlQuizzes:
    """Quizzes, and what was chosen in them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, quiz: Quiz) -> None:
        """Keep one that begins."""
        row = {name: getattr(quiz, name) for name in ("id", "workspace_id", "person_id", "mix", "began_at", "ended_at")}
        asked = [each.model_dump(mode="json") for each in quiz.asked]
        self._connection.execute(insert(_QUIZ), row | {"asked": asked})

    def save(self, before: Quiz, after: Quiz) -> None:
        """Keep what was answered since, and when it ended."""
        rows = [_answer(after, place) for place in range(len(before.chosen), len(after.chosen))]
        if rows:
            self._connection.execute(insert(_ANSWER), rows)
        if before.ended_at != after.ended_at:
            self._connection.execute(_END, {"the_quiz": after.id, "ended_at": after.ended_at})

    def find(self, quiz_id: str, person_id: str) -> Quiz | None:
        """The person's quiz of this id."""
        return self._found(_ONE, {"the_quiz": quiz_id, "the_person": person_id})

    def find_open(self, person_id: str) -> Quiz | None:
        """The person's quiz that has not ended."""
        return self._found(_OPEN, {"the_person": person_id})

    def list_scores(self, person_id: str, most: int) -> list[Score]:
        """How the person's last quizzes ended, the newest first, without those in which nothing was answered."""
        found = self._connection.execute(_SCORES, {"the_person": person_id, "most": most})
        return [Score(Mix(mix), int(right), answered, ended_at) for mix, right, answered, ended_at in found]

    def last_answers(self, person_id: str) -> dict[str, bool]:
        """Whether each question was answered right, by its id, the last time the person was asked it."""
        rows = self._connection.execute(_LAST, {"the_person": person_id})
        return {row.question_id: row.is_right for row in rows}

    def _found(self, query: Select[Any], values: dict[str, str]) -> Quiz | None:
        row = self._connection.execute(query, values).mappings().first()
        return self._quiz(row) if row else None

    def _quiz(self, row: RowMapping) -> Quiz:
        chosen = self._connection.execute(_CHOSEN, {"the_quiz": row["id"]}).scalars()
        asked = tuple(QuizAsked.model_validate(each) for each in row["asked"])
        return Quiz(**{**row, "mix": Mix(row["mix"]), "asked": asked, "chosen": tuple(chosen)})


def _answer(quiz: Quiz, place: int) -> dict[str, Any]:
    return {
        "quiz_id": quiz.id,
        "place": place,
        "question_id": quiz.asked[place].question.id,
        "chosen": quiz.chosen[place],
        "is_right": quiz.is_right(place),
    }
