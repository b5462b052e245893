"""What staff answer to a chase, where they get it: a button in a chat, a link in an email (conversations 2.14).

asks      what was asked of whom, whether it can still be answered, who may be handed it, for which reasons
records   what was answered, kept as decisions on the case and read back from them: put off, asked for, taken back
settling  one answer, whole: the record and the letters that follow
copies    what stands in everybody's chat, rewritten once somebody has answered
chatting  what a press in a chat means: an answer, or the next question
links     the signed addresses that stand in emails
urgent    an alert that somebody takes, or passes on
tasks     the step that the complaints team then owes
lines     what is said of the chat itself
"""
