"""What leaves Rung as a file."""
