"""Learn, take a quiz, and ask what would happen if."""
