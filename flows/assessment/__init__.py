"""One person's filled-in questionnaire: questions, replies and the cards that show them."""
