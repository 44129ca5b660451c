"""Do what has become due; leave alone for a while what fails."""

import logging
from collections.abc import Callable
from datetime import timedelta

from bot.process.acting import ActRunner
from bot.process.isolation import isolated
from bot.sending.sender import Sender
from flows.errors import StorageBusyError, StorageLostError
from flows.ports import Repositories

LEFT_ALONE = timedelta(hours=1)  # something that runs into an error

_log = logging.getLogger("rung.due")


def do_one_due(
    runner: ActRunner,
    sender: Sender,
    step: Callable[[], object],
    leave: Callable[[Repositories], object],
    what: dict[str, str],
) -> bool:
    """Do one thing that is due; when it fails it is left for a while, and holds up nothing else."""

    def failed(error: Exception) -> None:
        if isinstance(error, StorageBusyError | StorageLostError):
            raise error
        _log.error("what is due cannot be done", extra=what, exc_info=error)
        with runner.database.transaction() as repositories:
            leave(repositories)

    isolated(step, failed)
    sender.wake()
    return True
