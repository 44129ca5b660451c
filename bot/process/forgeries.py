"""Whether all that comes has a wrong signature: from here, a wrong secret looks like that."""

from collections import deque
from threading import Lock

ENOUGH = 5  # wrong signatures
WITHIN = 60.0  # seconds


class Forgeries:
    """Counts wrong signatures until a right one shows that the secret is right. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._times: deque[float] = deque(maxlen=ENOUGH)
        self._is_settled = False

    def right(self) -> None:
        """A signature was right, and so the secret is."""
        self._is_settled = True

    def wrong(self, now: float) -> bool:
        """A signature was wrong at a Unix second; whether that is the moment, the only one, to doubt the secret."""
        with self._lock:
            self._times.append(now)
            if self._is_settled or len(self._times) < ENOUGH or now - self._times[0] > WITHIN:
                return False
            self._is_settled = True
            return True
