"""The demo's workspace: a few teams' channels, and people named by what they do."""

from typing import Any

BOT = "U0RUNG"
BOT_TOKEN = "xoxb-demo"  # noqa: S105 - the local Slack takes any
APP_TOKEN = "xapp-demo"  # noqa: S105 - as above
PEOPLE = ("ml_engineer", "data_scientist", "team_lead", "platform_lead", "product_owner")
CHANNELS = ("ml-fraud", "ml-ranking", "ml-search", "ml-platform")


def demo_workspace() -> dict[str, Any]:
    """The configuration of the local Slack."""
    people = {f"U0{name.upper().replace('_', '')}": name for name in PEOPLE}
    return {
        "workspace": {"name": "Demo", "domain": "demo", "teamId": "T0DEMO"},
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
        "channels": [
            {"id": f"C0{name.upper().replace('-', '')}", "name": name, "members": [*people, BOT]} for name in CHANNELS
        ],
    }
