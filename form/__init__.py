"""The web comes in: a form for whoever has no account, no script, no wish to write an email. It says nothing itself."""
