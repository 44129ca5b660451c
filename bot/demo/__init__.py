"""The same Rung against a Slack on this machine, or in the terminal."""
