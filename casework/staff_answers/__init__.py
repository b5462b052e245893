"""What staff answer to a chase, where they get it: a button in a chat, a link in an email (conversations 2.14).

asks      what was asked of whom, whether it can still be answered, who may be handed it, for which reasons
records   what was answered, kept as decisions on the case and read back from them: put off, asked for, taken back
settling  one answer, whole: the record, the letters that follow, everybody else's buttons gone
chatting  what a press in a chat means: an answer, or the next question
links     the signed addresses that stand in emails
"""
