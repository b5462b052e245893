"""What the profiles say, and may not say."""
