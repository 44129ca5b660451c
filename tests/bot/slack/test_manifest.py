"""The manifest names what the code uses, and nothing more."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from ruamel.yaml import YAML

from bot.slack.manifest import COMMAND, EVENTS, SCOPES, creation_link, manifest, manifest_yaml

ROOT = Path(__file__).parents[3]
# What each of Slack's methods needs (docs.slack.dev/reference/methods); auth.test, views.* and permalinks need nothing.
SCOPE_OF = {
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_open": "im:write",
    "users_info": "users:read",
    "files_getUploadURLExternal": "files:write",
    "files_completeUploadExternal": "files:write",
    "conversations_info": "channels:read",  # and groups:read where the channel is private
    "conversations_members": "groups:read",  # and channels:read where it is public
    "auth_test": None,
    "chat_getPermalink": None,
    "conversations_history": "im:history",  # and in channels those that are optional
    "usergroups_users_list": None,  # but for the optional one
    "views_open": None,
    "views_update": None,
    "views_publish": None,
}
SCOPES_OF_EVENT = {
    "app_home_opened": set[str](),
    "message.im": {"im:history"},
    "member_joined_channel": {"channels:read", "groups:read"},
}


def used_by_code() -> set[str]:
    return set(re.findall(r"self\.client\.([a-z]+_\w+)", (ROOT / "bot" / "sending" / "gateway.py").read_text()))


def test_the_scopes_are_those_that_the_code_needs():
    methods = {scope for name in used_by_code() if (scope := SCOPE_OF[name])}
    events = {scope for each in EVENTS for scope in SCOPES_OF_EVENT[each]}
    assert set(SCOPES) == methods | events | {"commands"}
    assert used_by_code() == set(SCOPE_OF)


def test_the_command_and_the_event_are_those_that_are_listened_to():
    listeners = "\n".join(path.read_text() for path in (ROOT / "bot" / "listeners").glob("*.py"))
    assert re.findall(r'app\.command\("([^"]+)"\)', listeners) == [COMMAND]
    assert set(re.findall(r'app\.event\("([^"]+)"\)', listeners)) == {each.partition(".")[0] for each in EVENTS}


def test_the_file_is_what_the_command_prints():
    assert (ROOT / "manifest.yml").read_text(encoding="utf-8") == manifest_yaml()
    assert YAML(typ="safe", pure=True).load(manifest_yaml()) == manifest()


def test_the_button_of_the_readme_creates_the_same_app():
    link = re.search(r"\]\((https://api\.slack\.com/apps\?new_app=1[^)]*)\)", (ROOT / "README.md").read_text())
    assert link is not None
    assert link[1] == creation_link()
    assert parse_qs(urlsplit(link[1]).query)["manifest_yaml"] == [manifest_yaml()]


@pytest.mark.parametrize("url", [None, "https://rung.example.org/slack/events"])
def test_slacks_own_rules(url):
    made = manifest(url)
    assert len(made["display_information"]["long_description"]) >= 175
    assert len(made["display_information"]["description"]) <= 140
    assert made["settings"]["socket_mode_enabled"] == (url is None)
    addresses = re.findall(r"https://\S+", manifest_yaml(url))
    assert addresses == ([url] * 3 if url else [])
    app_home = made["features"]["app_home"]
    assert app_home["messages_tab_enabled"]
    assert not app_home["messages_tab_read_only_enabled"]
    assert all(each for each in made["oauth_config"]["scopes"].values())
