"""Knows everything, decides nothing: reads what is configured, and introduces the rooms to each other."""
