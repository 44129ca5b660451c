"""Choose when a team is asked, and start what is due."""
