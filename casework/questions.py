"""What we still need to ask. (Being written: for now the buttons.)"""

from casework.choices import CHOICES

__all__ = ["CHOICES"]
