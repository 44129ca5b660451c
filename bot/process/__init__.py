"""The process: HTTP, the log, metrics, the clock, and how an act reaches the database."""
