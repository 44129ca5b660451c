"""The postings of a workspace: leaderboards and digests that leave by themselves, and when."""

from dataclasses import dataclass, replace
from datetime import datetime

from flows.acts.leaderboards.leaderboard_reading import digest_in
from flows.acts.leaderboards.leaderboards import digest_selection, selection_of
from flows.acts.shared.act import Act
from flows.acts.shared.usual_schedule import usual_plan
from flows.calendar.working_days import local
from flows.deliveries.delivery import DeliveryKey
from flows.deliveries.kinds import DeliveryKind
from flows.errors import RefusedError
from flows.leaderboards.leaderboard import Selection
from flows.leaderboards.posting import OFTEN, Posting, PostingKind, after_posting, first_posting
from flows.leaderboards.typed_selection import words_of
from flows.ports import Repositories

_READ = {PostingKind.LEADERBOARD: selection_of, PostingKind.DIGEST: digest_selection}
MESSAGES = {
    PostingKind.LEADERBOARD: (DeliveryKind.LEADERBOARD,),
    PostingKind.DIGEST: (DeliveryKind.DIGEST, DeliveryKind.DIGEST_DETAILS),
}


@dataclass(frozen=True)
class PostingCard:
    """The posting of a channel from now on; without `posting`, nothing of the kind is posted there any more.

    `there_now` is the time in the zone of the posting.
    """

    kind: PostingKind
    posting: Posting | None = None
    there_now: datetime | None = None
    needs_invitation: bool = False


def post_here(act: Act, kind: PostingKind, channel_id: str, words: str) -> PostingCard:
    """Have a leaderboard or digest posted into a channel from now on, `monthly` or `quarterly`, as the words say."""
    often, _, rest = words.strip().partition(" ")
    if often.casefold() not in OFTEN:
        raise RefusedError(f"How often? /rung {kind} here monthly, or /rung {kind} here quarterly.")
    person, now = act.lock_person(), act.now
    plan = usual_plan(act, person.time_zone)
    selection = _READ[kind](act, rest)
    if selection.since:
        raise RefusedError("What is posted by itself tells what is new since the last time. Please leave --since out.")
    posting = Posting(
        workspace_id=person.workspace_id,
        kind=kind,
        channel_id=channel_id,
        every=OFTEN[often.casefold()],
        words=words_of(selection),
        time_zone=person.time_zone,
        year_begins=plan.rhythm.year_begins,
        due_at=now,
        last_at=now,
    )
    posting = first_posting(posting, now)
    act.repositories.postings.save(posting)
    return PostingCard(kind, posting, local(now, posting.time_zone))


def stop_posting(act: Act, kind: PostingKind, channel_id: str) -> PostingCard:
    """Have a leaderboard or digest posted into a channel no more."""
    if not act.repositories.postings.end(act.lock_person().workspace_id, kind, channel_id):
        raise RefusedError(f"No {kind} is posted here by itself. /rung {kind} here monthly begins that.")
    return PostingCard(kind)


def post_what_is_due(act: Act, workspace_id: str) -> bool:
    """Send one posting that is due if there is news, and say whether one was due; the clock is acting."""
    postings = act.repositories.postings
    due = postings.take_due(workspace_id, act.now)
    if due is None:
        return False
    selection = _selection(act, due)
    if selection and _is_news(act, due, selection):
        for kind in MESSAGES[due.kind]:
            act.send(DeliveryKey(workspace_id, kind, words_of(selection), due.channel_id, due.due_at.isoformat()))
    postings.advance(after_posting(due, act.now))
    return True


def leave_due(repositories: Repositories, workspace_id: str, now: datetime, until: datetime) -> None:
    """Put off the posting of a workspace that is due first."""
    due = repositories.postings.take_due(workspace_id, now)
    if due:
        repositories.postings.advance(replace(due, due_at=until))


def _is_news(act: Act, posting: Posting, selection: Selection) -> bool:
    """Whether a team that is compared has a new result."""
    return bool(digest_in(act, posting.workspace_id, selection, posting.time_zone).fresh)


def _selection(act: Act, posting: Posting) -> Selection | None:
    """The selection of a posting, with its news since last time; None when its scale is not there any more."""
    try:
        return replace(selection_of(act, posting.words), since=posting.last_at)
    except RefusedError:
        return None
