"""What `run` promises."""
