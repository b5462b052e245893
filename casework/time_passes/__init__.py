"""What time brings: what is owed, who is asked, what moves by itself, and when to look again."""
