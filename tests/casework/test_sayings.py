"""A command said in somebody's own words is the command; what happened to somebody is not."""

import pytest

from casework.said import called, introductions, typed
from casework.said.commands import Command, command
from casework.said.introductions import Who


@pytest.mark.parametrize(
    ("says", "meant"),
    [
        ("stop messaging me", Command.STOP),
        ("pls dont text me again", Command.STOP),
        ("can you stop writing to me", Command.STOP),
        ("no more messages thanks", Command.STOP),
        ("he wont stop messaging me", None),
        ("u never write to me", None),
        ("you dont message me", None),
        ("dont write to my mum", None),
        ("stop it", None),
        ("delete everything", Command.DELETE),
        ("can u delete what i said", Command.DELETE),
        ("delete all my messages please", Command.DELETE),
        ("my carer deletes everything", None),
        ("remove me from my placement", None),
        ("forget it", None),
        ("any news?", Command.STATUS),
        ("did anything happen", Command.STATUS),
        ("when will i hear back", Command.STATUS),
        ("hows my complaint going", Command.STATUS),
        ("what happened", None),
        ("actually dont bother its sorted now", Command.WITHDRAW),
        ("cancel my complaint", Command.WITHDRAW),
        ("i dont want to complain any more", Command.WITHDRAW),
        ("i dont want to complain", None),
        ("they want to cancel my contact", None),
        ("can i talk to a real person", Command.PERSON),
        ("can i talk to someone", Command.PERSON),
        ("is there anyone i can talk to", Command.PERSON),
        ("can i talk to someone about my room", None),
        ("how long", Command.STATUS),
        ("can i talk to my mum", None),
        ("can i have an advocate pls", Command.ADVOCATE),
        ("get me an advocate", Command.ADVOCATE),
        ("no advocate ta", None),
        ("can i talk to my advocate", None),
        ("i dont want an advocate", None),
    ],
)
def test_a_command_in_a_few_words_is_a_command_only_if_it_is_all_there_is(says: str, meant: Command | None) -> None:
    assert command(says) is meant


@pytest.mark.parametrize(
    ("says", "name", "who"),
    [
        ("Hello, I'm Priya Nair, an advocate at Coram Voice. I have three.", "Priya Nair", Who.ADVOCATE),
        ("I'd like a copy of my file please. Sharon Pugh", "Sharon Pugh", None),
        ("Jayden, 14", "Jayden", Who.YOUNG),
        ("J, 15", "", None),
        ("Monday, 12", "", None),
        ("this is Dan from the complaints team", "Dan", None),
        ("I'm scared, please help", "", None),
        ("I'm the parent", "", Who.PARENT),
        ("i live in the home so young person obv", "", Who.YOUNG),
    ],
)
def test_who_somebody_is_and_what_to_call_them_is_read_where_they_say_it(says: str, name: str, who: Who | None) -> None:
    assert (called.name_in(says), introductions.who(says)) == (name, who)
    assert who is None or not introductions.short_text(says)  # nobody is asked "Shall we call you I'm the parent?"


@pytest.mark.parametrize(
    ("says", "yes", "no"),
    [
        ("yes i want a person to help me", True, False),
        ("yeah u can tell her", True, False),
        ("yes but not my name", False, False),
        ("no im fine on my own", False, True),
        ("no one ever comes", False, False),
        ("ok so what happened was", True, False),
    ],
)
def test_a_yes_or_no_with_a_few_words_more_is_one_where_it_was_asked(says: str, yes: bool, no: bool) -> None:
    assert (typed.leads_with_yes(says), typed.leads_with_no(says)) == (yes, no)
