"""What a report holds and in which order: first what the law's guidance lists (R802), then the rest; and what its
words mean.
"""

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The year at a glance", ("RD1", "RD2")),
    ("Representations, complaints at each stage, and the Ombudsman",
     ("RB1", "RB2", "RB3", "RB8", "RB9", "RB10", "RB11", "RD6", "RD7")),
    ("Who complained, and how", ("RB16", "RB15", "RD8", "RD11")),
    ("What the complaints were about", ("RB4", "RB5", "RB6", "RB7", "RD9")),
    ("What was found", ("RD10",)),
    ("Advocacy", ("RB17", "RD12")),
    ("How long it took", ("RB14", "RD13")),
    ("Learning, and what came of it", ("RB12", "RD14", "RB20")),
    ("Age, gender, disability, sexual orientation, ethnicity", ("RB18", "RD15")),
    ("How well the procedure works", ("RD16",)),
    ("Compliments", ("RB13",)),
    ("Requests for information", ("RB19",)),
    ("Money, councillors' conduct, restrictions", ("RD3", "RD4", "RD5")),
)  # fmt: skip

IN_WORDS = ("RB7",)
"""Tables whose cells are words, which are read from the left."""

DEFINITIONS: tuple[tuple[str, str, str], ...] = (
    ("What is counted", "One case at one stage. A complaint that goes on to Stage 2 counts once in each.", "R810"),
    ("Received", "The stage began in the period: receipt, the request for a stage, word from the Ombudsman.", "R811"),
    ("Carried over", "Received before the period, and not closed before it.", "R812"),
    ("Resolved", "Ended in the period by an answer, whatever was found, or left unanswered and taken further.", "R813"),
    ("Outside scope", "Closed in the period as not for this procedure.", "R814"),
    ("Not pursued", "Closed in the period as withdrawn, or because no more was heard.", "R815"),
    ("Carried forward", "Carried over and received, less what ended: open on the last day.", "R816"),
    ("Upheld", "Upheld or partially upheld, of the Stage 1 complaints resolved in that category.", "R817"),
    ("Shares", "Whole percents by largest remainder, so that they add to 100.", "R818"),
    ("Other percentages", "Rounded, halves up. n/a: nothing to count of. Unknown: nobody recorded it.", "R819"),
    ("Overdue", "Answered after the date agreed or, without one, after the council's time limit.", "R822"),
    ("Time taken", "Working days after the first day, up to and including the day of the answer.", "R413"),
    ("Formal, informal", "Stage 1 recorded as formal; representations recorded as not formal.", "RD1"),
    ("LGSCO u/t", "The Ombudsman's decisions of the period: upheld, of all.", "R826"),
    ("Children in care", "Made by a young person in care, alone or through an advocate.", "R829"),
    ("Learnings", "Actions for a team or a service, agreed in the period.", "R831"),
    ("Compliments", "By message. One that praises two teams stands in both rows and once in the total.", "R832"),
)  # fmt: skip
