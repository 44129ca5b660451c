"""The demo's workspace: a few teams' channels, and people named by what they do."""

from typing import Any

BOT = "U0RUNG"
BOT_TOKEN = "xoxb-demo"  # noqa: S105 - the local Slack takes any
APP_TOKEN = "xapp-demo"  # noqa: S105 - as above
PEOPLE = ("ml_engineer", "data_scientist", "team_lead", "platform_lead", "product_owner")
CHANNELS = ("ml-fraud", "ml-ranking", "ml-search", "ml-platform", "ml-forecast")
WORKSPACE_ID = "T0DEMO"


def person_id(name: str) -> str:
    """Somebody's id in this Slack."""
    return f"U0{name.upper().replace('_', '')}"


def channel_id(name: str) -> str:
    """A channel's id in this Slack."""
    return f"C0{name.upper().replace('-', '')}"


def demo_workspace() -> dict[str, Any]:
    """The configuration of the local Slack."""
    people = {person_id(name): name for name in PEOPLE}
    return {
        "workspace": {"name": "Demo", "domain": "demo", "teamId": WORKSPACE_ID},
        "app": {
            "appId": "A0RUNG",
            "botUserId": BOT,
            "botName": "Rung",
            "botToken": BOT_TOKEN,
            "appToken": APP_TOKEN,
            "signingSecret": "demo",
            "mode": "socket",
        },
        "users": [
            {"id": slack_id, "name": name, "real_name": name.replace("_", " ").replace("ml", "ML"), "tz": "UTC"}
            for slack_id, name in people.items()
        ],
        "channels": [{"id": channel_id(name), "name": name, "members": [*people, BOT]} for name in CHANNELS],
    }
