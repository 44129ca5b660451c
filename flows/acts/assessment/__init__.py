"""Answer: start, click, type, share."""
