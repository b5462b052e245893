"""The way out: what we said is on record, exactly; said again only when the wire leaves us unsure; never to the wrong
person.

courier    claims letters, has them rendered and sent, marks what became of each
render     a letter to words: `words/` holds one file for each letter, with who it is for and when it goes
envelope   words to the bytes of one email
email      SMTP; with no server named, files
telegram   the Bot API
siren      the one voice that needs no database
"""
