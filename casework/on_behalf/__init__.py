"""Who acts for somebody or stands beside them, with what authority, and who may be told."""
