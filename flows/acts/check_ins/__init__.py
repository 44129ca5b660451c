"""Start a check-in, take part in it, close and publish it."""
