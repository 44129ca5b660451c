"""See, share and post leaderboards and digests."""
