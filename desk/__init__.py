"""Staff come in. Shows what is so, offers only what is allowed, records who chose and why."""
