"""Charts and images."""
