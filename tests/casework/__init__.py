"""The rules: pure, by the thousand, in seconds."""
