"""What somebody's words say, read by fixed lists: the same words, the same reading, and never a model."""
