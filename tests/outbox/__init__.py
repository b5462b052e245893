"""The way out, tested: words, renderings, and real far ends."""
