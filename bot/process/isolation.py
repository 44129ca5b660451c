"""The one place where any error is caught, so that one thing that fails stops nothing else."""

from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")


def isolated(call: Callable[[], _T], on_error: Callable[[Exception], _T]) -> _T:
    """Make a call, and hand any error it raises to `failed`."""
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - whatever it is, those who call go on
        return on_error(error)
