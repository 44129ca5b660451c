"""The list of all that the clock does, in the order in which a tick does it."""

from collections.abc import Callable
from datetime import timedelta

from bot.process.acting import ActRunner
from bot.sending.sender import Sender
from bot.ticks.check_ins import CheckInSteps
from bot.ticks.leaderboards import LeaderboardSteps

REMEMBERED = timedelta(days=1)  # Slack repeats an event for at most an hour
FORGETTING = timedelta(hours=1)


def steps_of_tick(
    runner: ActRunner, sender: Sender, check_ins: CheckInSteps, workspace_id: str
) -> list[Callable[[], bool]]:
    """The steps of a tick; each handles one thing and returns whether it found one."""
    leaderboards = LeaderboardSteps(runner, sender, workspace_id)
    return [
        check_ins.start_one_due,
        check_ins.meet_one_deadline,
        leaderboards.announce_one_newcomer,
        leaderboards.post_one_due,
        sender.tick,
        check_ins.refresh_one_stale_card,
        check_ins.retire_one_message,
        Forgetting(runner).forget_old_requests,
    ]


class Forgetting:
    """Forgets once an hour what is of no use any more."""

    def __init__(self, runner: ActRunner) -> None:
        self._runner = runner
        self._again_at = runner.now()

    def forget_old_requests(self) -> bool:
        """Forget requests that Slack will not repeat; False when there are none."""
        now = self._runner.now()
        if now < self._again_at:
            return False
        with self._runner.database.transaction() as repositories:
            forgotten = repositories.seen_requests.forget_before(now - REMEMBERED)
        self._again_at = now + FORGETTING
        return bool(forgotten)
