from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select
from typing_extensions import override

from flows.learning.quiz import Quiz, Score
from flows.ports import Quizzes
from storage.repositories.base import MappedRepository
from storage.rows import Mapper, QuizAnswerRow, QuizRow, table_of

_QUIZZES = Mapper(QuizRow, Quiz, elsewhere=("chosen",))
_QUIZ, _ANSWER = _QUIZZES.table, table_of(QuizAnswerRow)
_OF_PERSON = _QUIZ.c.person_id == bindparam("person_id")
_ONE = _QUIZZES.by_key.where(_OF_PERSON)
_OPEN = _QUIZZES.select.where(_OF_PERSON, _QUIZ.c.ended_at.is_(None))
_CHOSEN = select(_ANSWER.c.chosen).where(_ANSWER.c.quiz_id == bindparam("the_quiz")).order_by(_ANSWER.c.place)
_ANSWERED = _QUIZ.join(_ANSWER, _ANSWER.c.quiz_id == _QUIZ.c.id)
_SCORES = (
    select(_QUIZ.c.mix, func.sum(_ANSWER.c.is_right.cast(_ANSWER.c.place.type)), func.count(), _QUIZ.c.ended_at)
    .select_from(_ANSWERED)
    .where(_OF_PERSON, _QUIZ.c.ended_at.is_not(None))
    .group_by(_QUIZ.c.id)
    .order_by(_QUIZ.c.ended_at.desc(), _QUIZ.c.id)
    .limit(bindparam("most"))
)
_LAST = (
    select(_ANSWER.c.question_id, _ANSWER.c.is_right)
    .select_from(_ANSWERED)
    .where(_OF_PERSON)
    .order_by(_QUIZ.c.began_at, _QUIZ.c.id, _ANSWER.c.place)
)
_ADD_ANSWERS = insert(_ANSWER)


class SqlQuizzes(MappedRepository[Quiz], Quizzes):
    """The tables of quizzes, and of what was chosen in them."""

    _mapper = _QUIZZES

    @override
    def add(self, quiz: Quiz) -> None:
        self._connection.execute(_QUIZZES.insert, _QUIZZES.columns_of(quiz))

    @override
    def save(self, before: Quiz, after: Quiz) -> None:
        rows = [_answer(after, place) for place in range(len(before.chosen), len(after.chosen))]
        if rows:
            self._connection.execute(_ADD_ANSWERS, rows)
        if before.ended_at != after.ended_at:
            self._connection.execute(_QUIZZES.update, {"the_id": after.id, "ended_at": after.ended_at})

    @override
    def find(self, quiz_id: str, person_id: str) -> Quiz | None:
        return self._find(_ONE, the_id=quiz_id, person_id=person_id)

    @override
    def find_open(self, person_id: str) -> Quiz | None:
        return self._find(_OPEN, person_id=person_id)

    @override
    def list_scores(self, person_id: str, most: int) -> list[Score]:
        rows = self._connection.execute(_SCORES, {"person_id": person_id, "most": most})
        return [Score(mix, int(right), answered, ended_at) for mix, right, answered, ended_at in rows]

    @override
    def last_answers(self, person_id: str) -> dict[str, bool]:
        rows = self._connection.execute(_LAST, {"person_id": person_id})
        return {row.question_id: row.is_right for row in rows}

    @override
    def _value(self, row: Row[Any]) -> Quiz:
        chosen = self._connection.execute(_CHOSEN, {"the_quiz": row.id}).scalars()
        return _QUIZZES.value(row, chosen=tuple(chosen))


def _answer(quiz: Quiz, place: int) -> dict[str, Any]:
    return {
        "quiz_id": quiz.id,
        "place": place,
        "question_id": quiz.asked[place].question.id,
        "chosen": quiz.chosen[place],
        "is_right": quiz.is_right(place),
    }
