"""Send what is due, and what each message says."""
