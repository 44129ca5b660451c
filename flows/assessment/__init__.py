"""One person's filled-in questionnaire: questions, replies, and what was answered last time."""
