"""One occasion for one team: its life, what several answers come to, and what a change is due to."""
