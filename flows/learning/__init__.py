"""What Rung teaches and asks in its quiz: the words, the order, and the reasons."""
