"""One connection: what has begun to arrive arrives whole and soon, or the connection ends."""

import asyncio
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from bot.process.guard import LARGEST_BODY

EXCHANGE_SECONDS = 10.0  # from the first byte of a request to the last of its answer; Slack waits for three
LARGEST_REQUEST = LARGEST_BODY + 64 * 1024  # bytes, with its head, and however it is cut into chunks
MOST_HEADERS = 100  # Slack and a proxy send some twenty
MOST_CONNECTIONS = 512  # half of the 1,024 files that a process may usually have open


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's own, which would wait for ever for the rest of a request, and read a head without an end.

    When there are too many connections, the one that has waited longest for a whole request ends. So those who only
    hold on to theirs are in nobody's way: turning away whoever comes last would turn away Slack. A ValueError while it
    reads is answered with 400 by uvicorn, which then hangs up.
    """

    waits_since = 0.0  # in the loop's time
    _deadline: asyncio.TimerHandle | None = None
    _received = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Begin, and make room for it."""
        super().connection_made(transport)
        self._expect_an_end()
        if len(self.connections) > MOST_CONNECTIONS:
            waiting = [other for other in self.connections if isinstance(other, BoundedProtocol) and other.is_waiting]
            min(waiting, key=lambda other: other.waits_since).give_up()  # this one waits, at least

    @property
    def is_waiting(self) -> bool:
        """Whether no whole request has come that is still to be answered."""
        unanswered = self._unanswered
        return unanswered is None or unanswered.more_body

    @property
    def _unanswered(self) -> RequestResponseCycle | None:
        cycle = cast("RequestResponseCycle | None", self.cycle)  # there is none before the first request
        return None if cycle is None or cycle.response_complete else cycle

    def give_up(self) -> None:
        """End it; nothing that is on its way is waited for."""
        self._answer_no_more()
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read, and hang up."""
        self._answer_no_more()
        super().send_400_response(msg)

    def _answer_no_more(self) -> None:
        # uvicorn says so itself when the connection is lost, but an answer that comes before that would be an error.
        unanswered = self._unanswered
        if unanswered:
            unanswered.disconnected = True
            unanswered.message_event.set()

    def data_received(self, data: bytes) -> None:
        """Read on, up to the largest request."""
        if self._deadline is None:
            self._expect_an_end()
        self._received += len(data)
        if self._received > LARGEST_REQUEST:
            self.send_400_response("Request too large.")
        else:
            super().data_received(data)

    def eof_received(self) -> bool:  # type: ignore[override] # as asyncio has it
        """Whoever has said all is still answered, and then hung up on."""
        if self.is_waiting:
            self._answer_no_more()
            return False
        self.cycle.keep_alive = False
        return True

    def on_message_begin(self) -> None:
        """Begin a request, unless the last one is still to be answered: neither Slack nor a proxy does that."""
        if self._unanswered:
            raise ValueError("a request before the answer to the last")
        self._received = 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        if len(self.headers) >= MOST_HEADERS:
            raise ValueError("more headers than Slack and a proxy send")
        super().on_header(name, value)

    def on_response_complete(self) -> None:
        """Wait for the next request, as long as uvicorn keeps a connection."""
        self._end_deadline()
        self.waits_since = self.loop.time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Clear up."""
        self._end_deadline()
        super().connection_lost(exc)

    def _expect_an_end(self) -> None:
        self._end_deadline()
        self.waits_since = self.loop.time()
        self._deadline = self.loop.call_later(EXCHANGE_SECONDS, self.give_up)

    def _end_deadline(self) -> None:
        if self._deadline:
            self._deadline.cancel()
        self._deadline = None
