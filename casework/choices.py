"""What each button does: for every letter that has buttons, their labels in order and the act behind each.

The label is the person's, and typing it is pressing it; the act's code travels in the button's data (conversations
2.15), which holds nothing personal. A label in braces stands for several buttons that are known only when the letter
is rendered.
"""

from collections.abc import Mapping
from enum import StrEnum


class Act(StrEnum):
    """What a button does. The value is its code: at most two letters."""

    # who, name, advocate, kind: the four questions
    YOUNG = "yp"
    ADVOCATE = "ad"
    PARENT = "pa"
    SOMEONE_ELSE = "se"
    SKIP = "sk"
    ANONYMOUS = "an"
    YES = "ye"
    NO = "no"
    NOT_NOW = "nn"
    HAVE_ONE = "hv"
    NEVER = "nv"
    TELL_THEM = "tt"
    UNSURE = "un"
    COMPLAINT = "co"
    SORT_OUT = "so"
    # safety
    NOT_SAFE = "ns"
    SAFE_NOW = "sf"
    RATHER_NOT = "rn"
    NOT_MEANT = "nm"
    ALL_RIGHT = "ok"
    NOT_ALL_RIGHT = "nk"
    MY_PLACE = "mp"
    CALL_DUTY = "cd"
    # at any time
    STATUS = "st"
    KEEP_PRIVATE = "kp"
    PRIVACY = "pr"
    LANGUAGES = "lg"
    GET_ADVOCATE = "av"
    PERSON = "ps"
    NEW = "nw"
    MORE = "mo"
    CLEAR = "cl"
    NOTICE = "fn"
    FINE = "fi"
    HELP = "he"
    CALL_ME = "cm"
    WRITE_HERE = "wh"
    BY_EMAIL = "em"
    WITH_ADVOCATE = "wa"
    READ_HERE = "rd"
    CARRY_ON = "cy"
    LEAVE_IT = "li"
    WITHDRAW = "wd"
    UNDO = "ud"
    FORGET = "fg"
    ASK_DELETION = "dl"
    NOTHING = "nt"
    FURTHER = "fu"
    NOT_HAPPY = "nh"
    QUESTION = "qu"
    A_BIT = "ab"
    WHY = "wy"
    PASS_ON = "po"  # noqa: S105 the same
    NOT_MY_NAME = "nx"
    THIS_ONE = "t1"
    OTHER_ONE = "t2"
    SEVERAL = "pk"
    SURVEY = "sv"
    DONE = "dn"
    # an advocate's
    LINK = "lk"
    UNPAID = "up"
    MY_PEOPLE = "mi"
    THEY_SAID = "ts"
    SIGNED = "sg"
    ACTING = "ac"
    NOT_YET = "ny"
    TO_BOTH = "tb"
    TO_THEM = "th"
    TO_ME = "tm"
    ASK_FIRST = "af"
    CHANGED_MIND = "ch"
    # staff
    HAVE_IT = "hi"
    PASS = "pp"  # noqa: S105 a button, not a password
    OPEN = "op"
    ACCEPT = "at"
    NOT_MINE = "nz"
    EXTEND = "ex"
    REASSIGN = "re"
    SNOOZE = "sn"
    REASON = "rs"
    SEND = "sd"
    BACK = "bk"
    DRAFT = "dr"
    OFF = "of"
    SUGGESTIONS = "ws"


_GET, _KEEP, _STATUS, _PERSON = (
    ("Get me an advocate", Act.GET_ADVOCATE),
    ("Keep this private", Act.KEEP_PRIVATE),
    ("How is it going?", Act.STATUS),
    ("Ask for a person", Act.PERSON),
)
_FURTHER, _CALL_ME, _OPEN, _SKIP = (
    ("Take it further", Act.FURTHER),
    ("Call me", Act.CALL_ME),
    ("Open on the desk", Act.OPEN),
    ("Skip", Act.SKIP),
)
_HAVE_IT, _DONE, _REASSIGN, _EXTEND = (
    ("I have it", Act.HAVE_IT),
    ("Done", Act.DONE),
    ("Reassign", Act.REASSIGN),
    ("Extend", Act.EXTEND),
)
_PASS_ON, _NO, _YES = ("Yes, pass it on", Act.PASS_ON), ("No", Act.NO), ("Yes", Act.YES)
_YES_PLEASE, _NOT_NOW, _NO_THANKS = ("Yes please", Act.YES), ("Not now", Act.NOT_NOW), ("No thanks", Act.NOT_NOW)
_NEVER = ("Don't ask again", Act.NEVER)
_SCORES = (_YES, ("A bit", Act.A_BIT), _NO)
_OK_WITH_THIS, _QUESTION = ("I'm OK with this", Act.ALL_RIGHT), ("I have a question", Act.QUESTION)

CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "bot.welcome": (("Privacy", Act.PRIVACY), ("Other languages", Act.LANGUAGES)),
    "bot.welcome_back": (_STATUS, ("Something new", Act.NEW)),
    "bot.q1_who": (
        ("Young person or care leaver", Act.YOUNG), ("Advocate", Act.ADVOCATE), ("Parent or carer", Act.PARENT),
        ("Someone else", Act.SOMEONE_ELSE), _SKIP,
    ),
    "bot.q2_name": (("Stay anonymous", Act.ANONYMOUS), _SKIP),
    "bot.q2_check": (_YES, ("No, that's part of my message", Act.NO)),
    "bot.q3_advocate": (_YES_PLEASE, _NOT_NOW, ("I have one", Act.HAVE_ONE), _SKIP),
    "bot.q3_advocate_adult": (
        ("Yes, tell them", Act.TELL_THEM), ("They have one", Act.HAVE_ONE), ("Not sure", Act.UNSURE), _SKIP,
    ),
    "bot.q4_kind": (
        ("Make it a complaint", Act.COMPLAINT), ("Just sort it out", Act.SORT_OUT), ("Not sure", Act.UNSURE), _SKIP,
    ),
    "bot.thanks": (_PASS_ON, ("Yes, but not my name", Act.NOT_MY_NAME), _NO),
    "bot.done_complaint": (_STATUS, _KEEP),
    "bot.done_sort": (_STATUS, _KEEP),
    "bot.done_unsure": (_STATUS, _KEEP),
    "bot.more_saved": (("That's something new", Act.NEW),),
    "bot.more_saved_closed": (("Not happy with the answer", Act.NOT_HAPPY),),
    "bot.which_case": (
        ("{ref} – {opened_date}", Act.THIS_ONE), ("{ref2} – {opened_date2}", Act.OTHER_ONE), ("Something new", Act.NEW),
    ),
    "bot.status": (("Add more", Act.MORE), _PERSON),
    "bot.status_late": (_PERSON, _FURTHER),
    "bot.status_none": (("Start something new", Act.NEW),),
    "bot.person": (_CALL_ME, ("Write to me here", Act.WRITE_HERE)),
    "bot.made_complaint": (_STATUS, _GET),
    "bot.nudge_once": (("Carry on", Act.CARRY_ON), ("Leave it there", Act.LEAVE_IT)),
    "bot.human_hello": (("Reply here", Act.WRITE_HERE), _CALL_ME, _GET),
    "bot.privacy": (_KEEP, ("Full notice", Act.NOTICE)),
    "bot.keep_private": (("Wipe the last 2 days", Act.CLEAR), ("OK", Act.FINE)),
    "bot.stop": (("Close it too", Act.WITHDRAW), ("Undo", Act.UNDO)),
    "bot.withdraw_check": (("Yes, stop", Act.YES), ("No, carry on", Act.NO)),
    "bot.delete_menu": (
        ("Wipe this chat", Act.CLEAR), ("Forget who I am", Act.FORGET), ("Ask to delete my case", Act.ASK_DELETION),
        ("Do nothing", Act.NOTHING),
    ),
    "bot.delete_forget": (("Yes, forget me", Act.YES), ("No, go back", Act.NO)),
    "bot.insult": (_PERSON,),
    "bot.language_pick": (("{languages}", Act.SEVERAL), ("Another one", Act.LANGUAGES)),
    "bot.danger": (
        ("I'm not safe", Act.NOT_SAFE), ("I'm safe for now", Act.SAFE_NOW), ("I'd rather not say", Act.RATHER_NOT),
        ("That's not what I meant", Act.NOT_MEANT),
    ),
    "bot.danger_not_safe": (("Share where I am", Act.MY_PLACE),),
    "bot.danger_adult": (("Call the duty team", Act.CALL_DUTY),),
    "bot.soft_check": (
        ("I'm OK", Act.ALL_RIGHT), ("I'm not OK", Act.NOT_ALL_RIGHT), ("I'd rather not say", Act.RATHER_NOT),
    ),
    "bot.disclosure": (_GET, _KEEP),
    "bot.update_hold": (("Why?", Act.WHY), _GET, ("Not OK with this", Act.NOT_HAPPY)),
    "bot.update_overdue": (_FURTHER, _GET, _PERSON),
    "bot.update_overdue_corp": (_GET, _PERSON),
    "bot.checkin": (
        ("Yes, it's sorted", Act.YES), ("A bit", Act.A_BIT), _NO, ("Make it a complaint", Act.COMPLAINT),
    ),
    "bot.not_sorted": (("Make it a complaint", Act.COMPLAINT), _PERSON),
    "bot.answer_ready": (
        ("Read it here", Act.READ_HERE), _CALL_ME, ("Tell me with my advocate", Act.WITH_ADVOCATE),
        ("Email it", Act.BY_EMAIL),
    ),
    "bot.check_you": (_CALL_ME, ("Tell me with my advocate", Act.WITH_ADVOCATE)),
    "bot.answer_text": (_OK_WITH_THIS, ("Not happy", Act.NOT_HAPPY), _QUESTION),
    "bot.answer_text_corp": (_OK_WITH_THIS, ("Not happy", Act.NOT_HAPPY), _QUESTION),
    "bot.take_further": (("Yes, take it further", Act.YES), ("I want to talk first", Act.PERSON), _NOT_NOW),
    "bot.take_further_corp": (("Yes, look again", Act.YES), ("I want to talk first", Act.PERSON), _NOT_NOW),
    "bot.further_started": (_GET, _PERSON),
    "bot.closed": (("Not happy", Act.NOT_HAPPY), ("Tell us how we did", Act.SURVEY)),
    "bot.window_reminder": (_FURTHER, _OK_WITH_THIS, _GET),
    "bot.advocacy_1": (_YES_PLEASE, _NOT_NOW, ("I have one", Act.HAVE_ONE), _NEVER),
    "bot.advocacy_2": (_YES_PLEASE, _NO_THANKS, _NEVER),
    "bot.advocacy_3": (_YES_PLEASE, _NO_THANKS),
    "bot.sign_school": (("Help me tell them", Act.HELP), _GET),
    "bot.sign_tribunal": (_GET,),
    "bot.sign_court": (_GET, _PERSON),
    "bot.sign_late": (("Tell you why", Act.WHY), _GET),
    "bot.sign_records": (("Yes, ask for my files", Act.YES), _GET),
    "bot.sign_adult": (_PASS_ON, _NO),
    "bot.sign_councillor": (_PASS_ON, _NO),
    "bot.sign_other_council": (_PASS_ON, ("Help me find them", Act.HELP)),
    "bot.survey_1": (*_SCORES, ("No survey please", Act.SKIP)),
    "bot.survey_2": (*_SCORES, _SKIP),
    "bot.survey_3": (*_SCORES, _SKIP),
    "bot.survey_4": (_DONE,),
    "adv.start": (("Link my work email", Act.LINK), ("I'm not a paid advocate", Act.UNPAID)),
    "adv.linked": (("My young people", Act.MY_PEOPLE), ("Someone new", Act.NEW), ("Help", Act.HELP)),
    "adv.new": (_SKIP,),
    "adv.context": (_YES, ("No, someone else", Act.NO)),
    "adv.several": (("Yes, keep them apart", Act.YES), ("No, it's one matter", Act.NO)),
    "adv.consent": (
        ("They told me", Act.THEY_SAID), ("They signed a form", Act.SIGNED),
        ("They can't say, so I'm acting for them", Act.ACTING), ("Not yet", Act.NOT_YET),
    ),
    "adv.consent_scope": (
        ("Send it to both of us", Act.TO_BOTH), ("Send it to them", Act.TO_THEM), ("Send it to me", Act.TO_ME),
        ("Ask them first", Act.ASK_FIRST),
    ),
    "adv.consent_reminder": (("Add it now", Act.SIGNED), ("They've changed their mind", Act.CHANGED_MIND)),
    "email.survey_yp": _SCORES,
    "email.survey_adult": (_YES, ("Partly", Act.A_BIT), _NO),
    "staff.link_ok": (("My chases", Act.MY_PEOPLE), ("Turn off", Act.OFF)),
    "staff.done_ask": (
        ("Answer sent", Act.YES), ("Draft ready for checking", Act.DRAFT), ("Passed to someone else", Act.PASS),
        ("Back", Act.BACK),
    ),
    "staff.extend_ask": (("{reasons}", Act.SEVERAL), ("Back", Act.BACK)),
    "staff.extend_denied": (("Talk to complaints", Act.PERSON), ("Back", Act.BACK)),
    "staff.reassign_ask": (("{people}", Act.SEVERAL), ("More", Act.MORE), ("Back", Act.BACK)),
    "staff.snoozed": (("Undo", Act.UNDO),),
    "staff.noted": (("Undo", Act.UNDO),),
    "staff.not_sent": (("Draft ready for checking", Act.DRAFT), ("Back", Act.BACK)),
    "staff.not_read": (("My chases", Act.MY_PEOPLE), ("Turn off", Act.OFF)),
    "staff.more_time_asked": (("Yes, more time", Act.YES), ("No, the date stands", Act.NO), _OPEN),
    "staff.offered": (("Accept", Act.ACCEPT), ("Not mine", Act.NOT_MINE)),
    "staff.snooze_denied": (_DONE, _REASSIGN),
    "staff.assigned": (("Accept", Act.ACCEPT), ("Not mine", Act.NOT_MINE), _OPEN),
    "staff.assigned_copy": (_OPEN,),
    "staff.auto_stage2_near": (_OPEN,),
    "staff.auto_stage2": (_OPEN,),
    "staff.chase_3_days": (_DONE, _EXTEND, _REASSIGN, ("Snooze until tomorrow", Act.SNOOZE)),
    "staff.chase_2_days": (_DONE, _EXTEND, _REASSIGN, ("Snooze until tomorrow", Act.SNOOZE)),
    "staff.chase_due_today": (_DONE, _EXTEND, _REASSIGN),
    "staff.chase_overdue_1": (_DONE, ("Give a reason and a date", Act.REASON), _REASSIGN),
    "staff.chase_overdue_5": (_DONE, ("Give a reason and a date", Act.REASON), _REASSIGN),
    "staff.chase_overdue_10": (("Send the reply", Act.SEND), _CALL_ME),
    "staff.digest_manager": (("Open my list", Act.OPEN),),
    "staff.digest_team": (("Open the clocks page", Act.OPEN),),
    "staff.safeguarding_alert": (_HAVE_IT, ("Pass on", Act.PASS), _OPEN),
    "staff.lado_alert": (_HAVE_IT, _OPEN),
    "staff.learning_chase": (("Done, add proof", Act.DONE), ("New date", Act.REASON), _REASSIGN),
    "staff.learning_late": (_OPEN,),
    "staff.step_due": (_DONE, _OPEN),
    "staff.step_late": (_DONE, _OPEN),
    "staff.classify_confirm": (_YES, ("Change it", Act.OTHER_ONE), _OPEN),
    "staff.classify_unsure": (_OPEN,),
    "staff.suggestion_confirmed": (_OPEN,),
    "staff.menu": (("My chases", Act.MY_PEOPLE), ("New messages", Act.SUGGESTIONS), ("Turn off", Act.OFF)),
    "staff.suggestions_on": (("New messages", Act.SUGGESTIONS),),
    "staff.advocacy_chase": (("They've been in touch", Act.DONE), ("Call the provider", Act.CALL_ME)),
    "staff.delete_request": (_OPEN,),
    "staff.undelivered": (_OPEN,),
}  # fmt: skip
"""Words with buttons, and the buttons."""


_ACTS = {each.value: each for each in Act}


def act(data: str) -> Act | None:
    """The act in a button's data, `1.k.short.act.nonce`; None for data that we did not make, or no longer know."""
    parts = data.split(".")
    return _ACTS.get(parts[3]) if len(parts) == 5 and parts[0] == "1" else None


def letter(data: str) -> str:
    """The six letters that stand for the letter whose button it was; empty if the data is not ours."""
    parts = data.split(".")
    return parts[2] if len(parts) == 5 and parts[0] == "1" else ""
