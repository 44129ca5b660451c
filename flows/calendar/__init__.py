"""Days, weeks and parts of a year: working days, rules for repeated dates, periods."""
