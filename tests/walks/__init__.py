"""The whole program, running: one email, one chat, one chase, pull the plug."""
