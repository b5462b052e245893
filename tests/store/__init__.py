"""What was saved is whole, once, and still there; on both databases."""
