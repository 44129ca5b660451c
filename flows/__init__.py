"""What Rung means: scales, placement and advice. Pure: no clock, no network, no environment."""
