"""What happens in Slack without a command or a press: words typed to Rung, its page opened, Rung invited."""

from bot.listeners.listening import Listening, Route
from bot.listeners.roles import HERE
from bot.messages.home import home_page
from bot.messages.replies import nothing_waiting
from bot.slack.ids import EventId
from bot.slack.inbound import DirectMessage, Edited, Inbound, Joined
from flows.acts.assessment.turn import Turn
from flows.acts.assessment.typed_reply import edited, say
from flows.acts.own_time.home import see_home
from flows.acts.teams.welcome import welcome


def handle_typed(listening: Listening, sent: DirectMessage) -> None:
    """Words typed to Rung in the direct messages."""
    said: tuple[Turn | None] | None = listening.once(sent, lambda act: (say(act, sent.typed),))
    if said == (None,):
        listening.tell(nothing_waiting(), sent)
    elif said:
        listening.show(said[0], sent)


def handle_edited(listening: Listening, changed: Edited) -> None:
    """Words changed after they were read."""
    listening.show(listening.once(changed, lambda act: edited(act, changed.before)), changed)


def handle_home(listening: Listening, inbound: Inbound) -> None:
    """Somebody looks at Rung's own page."""
    home = listening.once(inbound, see_home)
    if home:
        listening.reply(inbound, lambda: listening.gateway.publish_home(inbound.actor.slack_id, home_page(home)))


def handle_invited(listening: Listening, joined: Joined) -> None:
    """Rung is in a channel now."""
    channel_id = joined.channel_id or ""
    listening.once(joined, lambda act: welcome(act, channel_id, is_by_person=joined.was_invited))
    listening.sender.wake()


ROUTES = (
    Route(EventId.MESSAGE, HERE, handle_typed),
    Route(EventId.EDITED, HERE, handle_edited),
    Route(EventId.HOME_OPENED, HERE, handle_home),
    Route(EventId.JOINED, HERE, handle_invited),
)
