"""What is due to be forgotten, a person's word about it, forgetting it everywhere (R906-R916), and one person's data
out (R905).

    dated.look_through(..) the day for each, kept beside it, so that a look costs what is due
    due.listed(...)        what may be forgotten today, under which rule, and what stands against it
    words.approve(...)     a named person says yes to a list; a legal hold, a birthday
    forgetting.forget(...) what is approved and still due goes, everywhere; a tombstone stays
    one_person.of(...)     all that is held of one person
"""
