"""Begin, and answer one question after the other: click, type, share."""
