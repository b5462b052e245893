"""The rules. Same facts, same answer, on any machine, on any day.

Nothing in this package waits, looks at the time, remembers, or knows that a database, a mailbox or a
chat exists. Values go in, a `Change` comes out.

    post        raw bytes from a channel, kept in the inbox before anyone understands them
    message     one post, understood: who, when, what words, what files
    contact     one approach to the council, with its reference and provisional clock from the first line
    person      somebody outside; staff are inside
    suggestion  what the classifier thinks: it may ring an alarm and order the tray, nothing else (R001)
    alarm       a thing someone on duty must acknowledge
    decision    what a named person chose, when and why; or the timer, where a rule says time decides
    case        a matter being handled under a procedure; made of issues
    procedure, stage, move
                the set of rules; a step in it; one row saying how a case may go from state to state
    clock       a time limit that a rule sets running. The time of day is `now`, never "the clock"
    letter      words we send, to anyone, on any channel; waits in the outbox
    chase       a letter to staff who owe a step
    reminder    a letter to a person outside about a right or a thing they may still do
    sweep       a function the scheduler calls
    Change      everything one event alters, saved whole or not at all

Here lie the nouns and what is asked of everything; the rest by what it is about:

    arrive         a message comes                  moves          every step a case can take, one row each
    said           what somebody's words say        time_passes    what is owed, asked, and moves by itself
    dates          how a date comes about           on_behalf      who acts for somebody, who may be told
    facts          what letters are written from    staff_answers  what staff answer to a chase
    councils       the shape of a profile           records        what is kept, how long, and counted
"""
