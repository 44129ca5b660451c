"""Make teams, change them, and become admin."""
