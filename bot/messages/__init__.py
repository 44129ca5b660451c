"""What people read: one module for each feature."""
