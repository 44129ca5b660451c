"""What Slack is told about Rung: everything that the code uses, and nothing more."""

from io import StringIO
from typing import Any
from urllib.parse import urlencode

from ruamel.yaml import YAML

COMMAND = "/rung"
SCOPES = (
    *("channels:read", "chat:write", "commands", "files:write", "groups:read", "im:history", "im:write"),
    "users:read",
)
# With the first two a message that may have been posted in a channel is looked up there, with the third the people of a
# group such as @ml-fraud are known; Rung works without.
OPTIONAL_SCOPES = ("channels:history", "groups:history", "usergroups:read")
EVENTS = ("app_home_opened", "member_joined_channel", "message.im")
DESCRIPTION = "Where does your ML team stand, and which one step comes next?"
LONG_DESCRIPTION = (
    "Rung asks short yes, partly or no questions about how you train, release and watch machine-learning models, in a "
    "direct-message conversation that you can leave and come back to. It places the answers on several maturity scales "
    "at once, shows what holds the level, and names one next step. Your answers are yours: a channel sees something "
    "only when you share it."
)


def manifest(url: str | None = None) -> dict[str, Any]:
    """The app manifest: over HTTP at `url` (`https://host/slack/events`), or over Socket Mode without one."""
    where = {"request_url": url} if url else {}
    command = {
        "command": COMMAND,
        "description": "Where your ML team stands and what comes next",
        "usage_hint": "assess, team or help",
        "should_escape": True,
    }
    return {
        "display_information": {
            "name": "Rung",
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Rung", "always_online": True},
            "slash_commands": [command | ({"url": url} if url else {})],
        },
        "oauth_config": {"scopes": {"bot": [*SCOPES, *OPTIONAL_SCOPES], "bot_optional": list(OPTIONAL_SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **where},
            "interactivity": {"is_enabled": True, **where},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def manifest_yaml(url: str | None = None) -> str:
    """The app's manifest as YAML, as Slack's page takes it."""
    yaml = YAML()
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(manifest(url), out)
    return out.getvalue()


def creation_link(url: str | None = None) -> str:
    """A link that opens Slack's page for a new app with this manifest filled in."""
    return f"https://api.slack.com/apps?{urlencode({'new_app': 1, 'manifest_yaml': manifest_yaml(url)})}"
