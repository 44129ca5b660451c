"""The one card with buttons: what it shows of a questionnaire, and what it shows next."""
