"""The steps of the tick for leaderboards: owners see a newcomer's row first, and what is posted by itself is posted."""

from dataclasses import dataclass

from bot.process.acting import ActRunner
from bot.sending.sender import Sender
from bot.ticks.one_due import LEFT_ALONE, do_one_due
from flows.acts.leaderboards.leaderboards import announce_newcomer
from flows.acts.leaderboards.postings import leave_due, post_what_is_due
from flows.teams.person import clock_of


@dataclass(frozen=True)
class LeaderboardSteps:
    """Steps of the tick for one workspace; each handles one thing and returns whether it found one."""

    runner: ActRunner
    sender: Sender
    workspace_id: str

    def announce_one_newcomer(self) -> bool:
        """Show one team that wants to be on leaderboards its row."""
        with self.runner.database.reading() as repositories:
            team_id = repositories.standings.find_newcomer(self.workspace_id)
        if team_id is None:
            return False
        self.runner.run(clock_of(self.workspace_id), lambda act: announce_newcomer(act, team_id))
        self.sender.wake()
        return True

    def post_one_due(self) -> bool:
        """Have one leaderboard or digest posted."""
        now = self.runner.now()
        with self.runner.database.reading() as repositories:  # most ticks find nothing, and must not lock anything
            if not repositories.postings.has_due(self.workspace_id, now):
                return False
        return do_one_due(
            self.runner,
            self.sender,
            lambda: self.runner.run(clock_of(self.workspace_id), lambda act: post_what_is_due(act, self.workspace_id)),
            lambda repositories: leave_due(repositories, self.workspace_id, now, now + LEFT_ALONE),
            {"workspace": self.workspace_id},
        )
