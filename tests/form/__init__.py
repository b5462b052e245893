"""The form, filled in as people fill it in: with no script, and in a browser."""
