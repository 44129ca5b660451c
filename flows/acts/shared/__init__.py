"""What acts of several features use."""
