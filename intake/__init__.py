"""The way in. Nothing sent to us is lost, answered twice, or understood before it is kept."""
