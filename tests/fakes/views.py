"""views.*: modals and the home page."""

from tests.fakes.refusals import RefusedError, check_view, refuse
from tests.fakes.values import Json
from tests.fakes.workspace import Workspace

MOST_OPEN_VIEWS = 3


def open_view(slack: Workspace, payload: Json) -> Json:
    """Open a modal."""
    person = _exchange(slack, str(payload["trigger_id"]))
    check_view(payload["view"], "modal")
    return _push(slack, person, payload["view"])


def push_view(slack: Workspace, payload: Json) -> Json:
    """Open a modal above the one that is open."""
    person = _exchange(slack, str(payload["trigger_id"]))
    if not slack.views.get(person):
        raise RefusedError("not_found")
    check_view(payload["view"], "modal")
    return _push(slack, person, payload["view"])


def _exchange(slack: Workspace, trigger_id: str) -> str:
    trigger = slack.triggers.get(trigger_id)
    if trigger is None:
        raise RefusedError("invalid_trigger_id")
    if trigger.used:
        raise RefusedError("exchanged_trigger_id")
    if slack.clock() > trigger.expires_at:
        raise RefusedError("expired_trigger_id")
    trigger.used = True
    return trigger.person


def _push(slack: Workspace, person: str, view: Json) -> Json:
    if len(slack.views.get(person, [])) >= MOST_OPEN_VIEWS:
        raise RefusedError("push_limit_reached")
    _check_external_id(slack, view)
    return {"view": slack.push_view(person, view)}


def _check_external_id(slack: Workspace, view: Json, own: str = "") -> None:
    external = view.get("external_id")
    if external and slack.find_view(lambda each: each["external_id"] == external and each["id"] != own):
        raise RefusedError("duplicate_external_id")


def update_view(slack: Workspace, payload: Json) -> Json:
    """Put another view in a modal's place; `hash` guards against one that has changed meanwhile."""
    view_id, external = payload.get("view_id"), payload.get("external_id")
    if not view_id and not external:
        raise RefusedError("invalid_arguments", "missing required field: view_id")
    found = slack.find_view(lambda each: each["id"] == view_id if view_id else each["external_id"] == external)
    if found is None:
        raise RefusedError("not_found")
    person, old = found
    if payload.get("hash") not in {None, old["hash"]}:
        raise RefusedError("hash_conflict")
    check_view(payload["view"], "modal")
    _check_external_id(slack, payload["view"], old["id"])
    return {"view": slack.replace_view(person, old, payload["view"])}


def publish_view(slack: Workspace, payload: Json) -> Json:
    """Put a view on a person's home page."""
    person = slack.people.get(str(payload["user_id"]))
    if person is None:
        raise RefusedError("user_not_found")
    if person["deleted"]:
        raise RefusedError("not_enabled")
    old = slack.homes.get(person["id"])
    if old and payload.get("hash") not in {None, old["hash"]}:
        raise RefusedError("hash_conflict")
    check_view(payload["view"], "home")
    refuse(slack.not_taken_yet(payload["view"]), "invalid_arguments")
    slack.homes[person["id"]] = slack.filled_view(payload["view"], old)
    return {"view": slack.homes[person["id"]]}
