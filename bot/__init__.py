"""Telegram comes in. The room turns Telegram into messages, and says nothing itself.

updates    what an update holds, and what of it is not kept
keeping    updates into the inbox: committed before Telegram is told that we have them
worker     asking Telegram for updates
webhook    Telegram calling us
hearing    voice notes made into words, where a program for it is named
files      photos and voice notes fetched before Telegram forgets them
handlers   each kind of update to a Message
terminal   `heard chat`: a far end of our own
"""
