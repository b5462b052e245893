"""The year adds up, or is not published."""
