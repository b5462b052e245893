"""An opinion on each message, with its reasons. It suggests; a person decides (R001). Nothing waits for it."""
