from collections.abc import Callable
from typing import Literal

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from flows.deliveries.delivery import DeliveryStatus

ReplyOutcome = Literal["sent", "failed", "dropped"]

# Slack gives up on an acknowledgement after three seconds, so the steps are close together before that.
_ACKNOWLEDGEMENT_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 5)
_DELAY_SECONDS = (0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14400, 43200)
_REPLY_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """What Rung counts about itself, in a registry that the caller makes.

    No label ever names a person, a channel or a workspace: its values come from short fixed lists. All methods are safe
    to call from any thread.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._requests = Counter("rung_requests", "Requests from Slack", ["outcome"], registry=registry)
        self._refusals = Counter("rung_refusals", "Requests refused before Bolt", ["reason"], registry=registry)
        self._acknowledgement = Histogram(
            "rung_acknowledgement_seconds",
            "From a request's arrival to its acknowledgement",
            buckets=_ACKNOWLEDGEMENT_SECONDS,
            registry=registry,
        )
        self._replies = Counter("rung_replies", "Replies to clicks and commands", ["outcome"], registry=registry)
        self._reply_seconds = Histogram(
            "rung_reply_seconds", "From hand-over to Slack's answer", buckets=_REPLY_SECONDS, registry=registry
        )
        self._waiting = Gauge("rung_replies_waiting", "Replies handed over and not yet sent", registry=registry)
        self._deliveries = Counter(
            "rung_deliveries", "Steps of messages that nobody's click waits for", ["status"], registry=registry
        )
        self._delay = Histogram(
            "rung_delivery_delay_seconds", "From due to sent", buckets=_DELAY_SECONDS, registry=registry
        )
        self._tick_age = Gauge("rung_tick_age_seconds", "Seconds since the clock last ticked", registry=registry)
        self._answers = Counter("rung_answers_recorded", "Answers recorded", registry=registry)
        self._unknown = Counter("rung_unknown_errors", "Errors that nobody foresaw", registry=registry)
        self._begin_at_zero()

    def _begin_at_zero(self) -> None:
        # An alert on a rate needs the series before its first event.
        for outcome in ("ok", "refused", "busy", "failed"):
            self._requests.labels(outcome)
        for outcome in ("sent", "failed", "dropped"):
            self._replies.labels(outcome)
        for status in DeliveryStatus:
            self._deliveries.labels(status)

    def request_refused(self, reason: str) -> None:
        """Count a request that did not reach Bolt; `reason` is a Refusal's word."""
        self._requests.labels("refused").inc()
        self._refusals.labels(reason).inc()

    def request_busy(self) -> None:
        """Count a request that was sent away because too many wait."""
        self._requests.labels("busy").inc()

    def request_handled(self, seconds: float, *, ok: bool) -> None:
        """Count a request that reached Bolt, and the seconds from its arrival to its acknowledgement."""
        self._requests.labels("ok" if ok else "failed").inc()
        self._acknowledgement.observe(seconds)

    def reply_ended(self, outcome: ReplyOutcome, seconds: float | None = None) -> None:
        """Count a reply, and the seconds from hand-over to Slack's answer; None for one that was never tried."""
        self._replies.labels(outcome).inc()
        if seconds is not None:
            self._reply_seconds.observe(seconds)

    def replies_waiting(self, count: int) -> None:
        """Say how many replies wait now."""
        self._waiting.set(count)

    def delivery_finished(self, status: DeliveryStatus, delay: float) -> None:
        """Count where a delivery stands after a try, and the seconds since it was due if it has been sent."""
        self._deliveries.labels(status).inc()
        if status is DeliveryStatus.SENT:
            self._delay.observe(delay)

    def watch_ticks(self, age: Callable[[], float]) -> None:
        """Take the seconds since the last tick from there."""
        self._tick_age.set_function(age)

    def answer_recorded(self) -> None:
        """Count one answer that is safely stored."""
        self._answers.inc()

    def unknown_error(self) -> None:
        """Count an error that nobody foresaw."""
        self._unknown.inc()

    def render(self) -> tuple[bytes, str]:
        """The body and content type for GET /metrics."""
        return generate_latest(self._registry), CONTENT_TYPE_PLAIN_0_0_4
