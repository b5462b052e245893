"""How a date is worked out, explained, promised and relaxed. Days themselves are counted in `casework.days`."""
