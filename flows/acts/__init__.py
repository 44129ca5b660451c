"""What people can do: load, decide, save."""
