"""When a team is asked, and which messages that brings."""
