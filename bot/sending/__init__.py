"""The way out to Slack."""
