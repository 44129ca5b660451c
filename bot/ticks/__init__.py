"""The steps of the tick: what the clock does."""
