"""The database behind the ports that flows defines."""
