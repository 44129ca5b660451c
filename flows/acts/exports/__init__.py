"""Results as documents, and back."""
