"""The classifier offers an opinion and its reasons. Nothing waits for it."""
