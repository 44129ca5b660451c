"""What a process of ours is started with."""

import os


def environment(**settings: str) -> dict[str, str]:
    """This machine's environment with these settings, and no others of Rung's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RUNG_", "SLACK_"))}
    return kept | settings
