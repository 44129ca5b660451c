import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from bot.process.metrics import Metrics
from flows.deliveries.delivery import DeliveryStatus


@pytest.fixture
def metrics() -> Metrics:
    return Metrics(CollectorRegistry())


def samples(metrics: Metrics) -> dict[str, float]:
    """Every sample as people read it, without the times at which the counters began."""
    body, _ = metrics.render()
    found = (each for family in text_string_to_metric_families(body.decode()) for each in family.samples)
    return {
        " ".join([each.name, *each.labels.values()]): each.value for each in found if not each.name.endswith("_created")
    }


def test_the_series_are_there_before_anything_happens(metrics):
    shown = samples(metrics)
    for name in ("ok", "refused", "busy", "failed"):
        assert shown[f"rung_requests_total {name}"] == 0
    for name in ("sent", "failed", "dropped"):
        assert shown[f"rung_replies_total {name}"] == 0
    for name in ("answers_recorded_total", "unknown_errors_total", "replies_waiting", "reply_seconds_count"):
        assert shown[f"rung_{name}"] == 0


def test_requests(metrics):
    metrics.request_handled(0.7, ok=True)
    metrics.request_handled(2.6, ok=False)
    metrics.request_refused("stale")
    metrics.request_refused("stale")
    metrics.request_busy()
    shown = samples(metrics)
    assert [shown[f"rung_requests_total {name}"] for name in ("ok", "failed", "refused", "busy")] == [1, 1, 2, 1]
    assert shown["rung_refusals_total stale"] == 2
    below = [shown[f"rung_acknowledgement_seconds_bucket {seconds}"] for seconds in ("0.5", "1.0", "2.5", "3.0")]
    assert below == [0, 1, 1, 2]
    assert shown["rung_acknowledgement_seconds_sum"] == pytest.approx(3.3)


def test_replies(metrics):
    metrics.replies_waiting(3)
    metrics.replies_waiting(2)
    metrics.reply_ended("sent", 0.2)
    metrics.reply_ended("failed", 40)
    metrics.reply_ended("dropped")
    shown = samples(metrics)
    assert shown["rung_replies_waiting"] == 2
    assert [shown[f"rung_replies_total {name}"] for name in ("sent", "failed", "dropped")] == [1, 1, 1]
    assert (shown["rung_reply_seconds_count"], shown["rung_reply_seconds_bucket 0.25"]) == (2, 1)


def test_answers_and_unknown_errors(metrics):
    metrics.answer_recorded()
    metrics.unknown_error()
    metrics.unknown_error()
    shown = samples(metrics)
    assert (shown["rung_answers_recorded_total"], shown["rung_unknown_errors_total"]) == (1, 2)


def test_deliveries_and_the_tick(metrics):
    assert samples(metrics)["rung_deliveries_total uncertain"] == 0
    metrics.delivery_finished(DeliveryStatus.UNCERTAIN, 1.5)
    metrics.delivery_finished(DeliveryStatus.SENT, 62.5)
    metrics.watch_ticks(lambda: 7.5)
    shown = samples(metrics)
    assert [shown[f"rung_deliveries_total {each}"] for each in ("uncertain", "sent", "failed")] == [1, 1, 0]
    assert (shown["rung_delivery_delay_seconds_count"], shown["rung_delivery_delay_seconds_sum"]) == (1, 62.5)
    assert shown["rung_tick_age_seconds"] == 7.5


def test_two_applications_in_one_process_do_not_meet():
    first, second = Metrics(CollectorRegistry()), Metrics(CollectorRegistry())
    first.answer_recorded()
    assert samples(second)["rung_answers_recorded_total"] == 0


def test_the_content_type_is_that_of_prometheus(metrics):
    assert metrics.render()[1] == "text/plain; version=0.0.4; charset=utf-8"
