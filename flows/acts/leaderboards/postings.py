"""What admins have posted into channels by itself, and the moments at which it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.acts.leaderboards.leaderboard_reading import digest_in
from flows.acts.leaderboards.leaderboards import digest_selection, selection_of
from flows.acts.shared.act import Act
from flows.acts.shared.usual_schedule import usual_plan
from flows.calendar.periods import Every
from flows.deliveries.delivery import DeliveryKey, new_delivery
from flows.deliveries.kinds import DeliveryKind
from flows.errors import RefusedError
from flows.leaderboards.leaderboard import Selection
from flows.leaderboards.posting import Posting, PostingKind, after_posting, first_posting
from flows.leaderboards.typed_selection import words_of
from flows.ports import Repositories

OFTEN = {"monthly": Every.MONTH, "quarterly": Every.QUARTER}
_READ = {PostingKind.LEADERBOARD: selection_of, PostingKind.DIGEST: digest_selection}
MESSAGES = {
    PostingKind.LEADERBOARD: (DeliveryKind.LEADERBOARD,),
    PostingKind.DIGEST: (DeliveryKind.DIGEST, DeliveryKind.DIGEST_DETAILS),
}


@dataclass(frozen=True)
class PostingCard:
    """What is posted into a channel from now on; without `posting`, nothing of the kind any more."""

    kind: PostingKind
    posting: Posting | None = None
    needs_invitation: bool = False


def post_here(act: Act, kind: PostingKind, channel_id: str, words: str) -> PostingCard:
    """Post something into a channel from now on: `monthly` or `quarterly`, and of what."""
    often, _, rest = words.strip().partition(" ")
    if often.casefold() not in OFTEN:
        raise RefusedError(f"How often? /rung {kind} here monthly, or /rung {kind} here quarterly.")
    person, now = act.lock_person(), act.now
    plan = usual_plan(act.repositories, person.workspace_id, person.time_zone)
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
    kept = first_posting(posting, now)
    act.repositories.postings.save(kept)
    return PostingCard(kind, kept)


def stop_posting(act: Act, kind: PostingKind, channel_id: str) -> PostingCard:
    """Post it into a channel no more."""
    person, postings = act.lock_person(), act.repositories.postings
    if not postings.end(person.workspace_id, kind, channel_id):
        raise RefusedError(f"No {kind} is posted here by itself. /rung {kind} here monthly begins that.")
    return PostingCard(kind)


def list_postings(act: Act) -> Sequence[Posting]:
    """All that is posted by itself in the acting person's workspace."""
    return act.repositories.postings.list_of(act.actor.workspace_id)


def post_what_is_due(act: Act, workspace_id: str) -> bool:
    """Have one posting that is due sent if there is news; the clock is acting. Whether one was due."""
    postings, now = act.repositories.postings, act.now
    due = postings.take_due(workspace_id, now)
    if due is None:
        return False
    selection = _selection(act, due)
    if selection and _is_news(act, due, selection):
        for kind in MESSAGES[due.kind]:
            key = DeliveryKey(workspace_id, kind, words_of(selection), due.channel_id, due.due_at.isoformat())
            act.repositories.deliveries.add(new_delivery(act.new_id(), key, now))
    postings.advance(after_posting(due, now))
    return True


def leave_due(repositories: Repositories, workspace_id: str, now: datetime, until: datetime) -> None:
    """Leave the posting that is due first alone for a while."""
    due = repositories.postings.take_due(workspace_id, now)
    if due:
        repositories.postings.advance(replace(due, due_at=until))


def _is_news(act: Act, posting: Posting, selection: Selection) -> bool:
    """Whether a team that is compared has a new result."""
    return bool(digest_in(act, posting.workspace_id, selection, posting.time_zone).fresh)


def _selection(act: Act, posting: Posting) -> Selection | None:
    """What is posted, with what is new since last time; None when its scale is not there any more."""
    try:
        return replace(selection_of(act, posting.words), since=posting.last_at)
    except RefusedError:
        return None
