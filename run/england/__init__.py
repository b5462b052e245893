"""`heard bench england`: 152 councils' year, through the real doors, the calendar running fast.

command    which store, how many processes, and what is said when it is done
counts     how much comes in, and when: from two councils' reports
courses    that file: what people write, and what staff then do about it
mail       the bytes of one made-up mail
town       one council that is played: its service, its matters, what is still to be done about them
office     its staff at the real desk, without a wire between
sink       where the letters arrive, and whether each came in time
playing    the days, one after another
figures    what was counted and measured
"""
