from pydantic import ValidationError
from pydantic_core import ErrorDetails

from flows.maturity.wording import KeyPath

_OUR_WORDS = {
    "missing": "is missing",
    "string_too_short": "is empty",
    "too_short": "has too few entries",
    "extra_forbidden": "is not a key that belongs here",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "tuple_type": "must be a list",
    "dict_type": "must be a set of keys with values",
    "string_pattern_mismatch": "must be lower-case letters, digits, - and _, beginning with a letter",
    "model_type": "must be a set of keys with values",
}


def problem_of(error: ValidationError) -> tuple[KeyPath, str]:
    """The path of the first problem, and one sentence that names path and problem and counts the others."""
    problems = error.errors(include_url=False, include_input=False)
    first = problems[0]
    place = tuple(part for part in first["loc"] if part != "[key]") + first.get("ctx", {}).get("at", ())
    others = len(problems) - 1
    more = f" ({others} more {'problem' if others == 1 else 'problems'} after this one)" if others else ""
    where = _written(place)
    return place, f"{where}{': ' if where else ''}{_sentence(first)}{more}"


def _sentence(problem: ErrorDetails) -> str:
    kind = problem["type"]
    if kind == "string_too_long":
        return f"is longer than {problem['ctx']['max_length']} characters"
    return _OUR_WORDS.get(kind) or problem["msg"][0].lower() + problem["msg"][1:]


def _written(place: KeyPath) -> str:
    """`levels[2].gates[0]`: keys joined by dots, places in lists from 0."""
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return written.removeprefix(".")
