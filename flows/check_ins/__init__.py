"""One occasion for one team: its life, and how many answers it waits for."""
