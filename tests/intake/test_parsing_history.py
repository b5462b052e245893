"""New words and old: nothing that the sender wrote now is ever cut; older mail and signatures are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.parsing import history, marks, phrases
from tests.intake.post import read


@pytest.mark.parametrize(
    ("oddity", "words"),
    [
        ("answer-above-cited", "It is still not sorted."),
        ("answer-below-cited", "No it is not."),
        ("answer-above-headings", "Thank you, but no."),
        ("html-gmail-answer", "No, that is wrong."),
        ("html-outlook-answer", "I do not agree."),
        ("attribution-in-welsh", "Diolch, ond na."),
        ("attribution-in-polish", "Nikt nie zadzwonił."),
        ("attribution-in-arabic", "لم يتصل أحد."),
    ],
)
def test_an_answer_is_shown_without_the_mail_it_answers(oddity, words):
    mail = read(oddity)
    assert mail.text == words
    assert mail.quoted


def test_answers_between_the_old_lines_all_stay():
    assert read("answers-between-cited").text == "Hi Jo\nNo.\nOnly you.\n\nKayleigh"


def test_who_says_that_their_answers_are_below_loses_none_of_them():
    mail = read("answers-said-to-be-below")
    assert mail.text.endswith("No he did not.")
    assert mail.problems == ("answers may stand among older words: all is shown",)


def test_a_persons_own_sentence_about_who_wrote_what_is_not_taken_for_a_programs():
    mail = read("own-words-like-an-attribution")
    assert mail.text.startswith("On 3 May 2024 you wrote to me:")
    assert mail.text.endswith("Nobody rang.")
    assert mail.quoted == ""


def test_a_message_copied_into_a_complaint_stays():
    assert read("own-words-like-headings").text.endswith("Don't bother coming home.")


def test_who_copies_an_old_mail_into_a_complaint_is_read_above_and_below_it():
    text = read("own-words-round-a-copied-mail").text
    assert text.startswith("This is what they sent my mum.")
    assert text.endswith("They never asked me. I want it back.")


def test_arrows_that_a_person_draws_are_not_quotation_marks():
    assert read("own-angle-brackets").text.count(">") == 3
    assert "> to see my brother" in read("own-arrows-in-an-answer").text
    assert "--> I rang you." in read("forms-arrows-in-an-answer").text


def test_an_indented_paragraph_is_the_senders_own():
    assert "You are a waste of my time." in read("html-own-indent").text


def test_an_answer_without_a_new_word_is_shown_as_it_came():
    assert read("nothing-new-in-an-answer").text.endswith("> We have asked the team.")


def test_what_a_telephone_adds_is_not_what_the_child_wrote():
    mail = read("sent-from-a-telephone")
    assert (mail.text, mail.signature) == ("i dont want to go back there", "Sent from my iPhone")


def test_a_mail_that_is_nothing_else_still_shows_it():
    assert read("only-sent-from-a-telephone").text == "Sent from my iPhone"


def test_it_adds_that_in_other_languages_too():
    assert read("sent-from-a-telephone-in-turkish").text == "Kimse gelmedi."


@pytest.mark.parametrize(
    ("oddity", "word"),
    [
        ("own-words-that-begin-with-sent", "phone"),
        ("own-words-that-name-a-telephone", "phone"),
        ("own-words-about-who-sent-a-picture", "Samsung"),
    ],
)
def test_a_sentence_about_a_telephone_is_not_a_telephones(oddity, word):
    mail = read(oddity)
    assert word in mail.text
    assert mail.signature == ""


def test_a_signature_after_dashes_is_put_aside_and_words_after_dashes_are_not():
    assert read("signature-after-dashes").text == "Please ring me."
    assert read("own-words-after-dashes").text.endswith("The third thing is money.")


def test_a_lawyers_disclaimer_is_put_aside_and_a_childs_plea_is_not():
    assert read("disclaimer").text == "We act for Ms Shaw."
    assert read("a-child-says-confidential").text == "This email is confidential, please do not tell my mum."


def test_rows_of_dashes_at_the_end_say_nothing():
    assert read("rows-of-dashes-at-the-end").text == "Is anybody reading this?"


@pytest.mark.parametrize(
    "oddity",
    ["forward-from-gmail", "forward-from-outlook", "forward-from-apple", "forward-of-a-forward", "forward-in-russian"],
)
def test_a_mail_passed_on_is_read_and_the_child_who_wrote_it_found(oddity):
    mail = read(oddity)
    assert mail.text.startswith("there is mould in my room")
    assert mail.forwarded_from is not None
    assert mail.forwarded_from.address == "mia@mail.example"


def test_a_word_above_a_mail_passed_on_is_the_senders_and_the_rest_is_kept_apart():
    mail = read("forward-with-a-word-above")
    assert mail.text == "Please deal with this, she is in Year 10."
    assert "there is mould in my room" in mail.quoted
    assert mail.forwarded_from is not None
    assert mail.forwarded_from.name == "Mia Okafor"


@pytest.mark.parametrize(
    ("oddity", "own"),
    [
        ("own-arrows-above-an-attribution", "I want three things:\n> to see my brother\n> to have my phone"),
        ("own-line-above-a-wrapped-attribution", "she said to me in the car:\nyou are going nowhere\nI cried."),
        ("own-words-below-headings-signed", "Nobody has come to see me since then.\nKayleigh"),
        ("own-words-below-a-greeting", "Nobody came."),
        ("own-words-below-a-banner", "Nobody came."),
        ("own-words-below-original-message", "Nobody came."),
        ("copied-mail-inside-an-answer", "I will find you\n\nPlease keep him away."),
        ("answers-said-to-be-below-in-polish", "Nikt nie przyszedł."),
        ("answers-said-to-be-in-red", "Nobody came."),
        ("journey-like-headings", "Date: 3 May 2026\nNobody said sorry."),
        ("thumb-above-headings", "👍"),
        ("headings-between-fences", "What does it mean?"),
        ("letter-laid-out-like-headings", "Dear Sir,\nThere is mould."),
        ("postscript-under-a-signature", "PS please do not ring my mum."),
        ("own-words-after-two-dashes", "not before 3pm\nnot at home"),
        ("own-words-under-a-signatures-dashes", "My carer hit me again last night.\nKayleigh"),
        ("child-in-lawyers-words", "notify the sender, which is me."),
        ("html-gmail-indent", "My sister has a cough."),
        ("html-pasted-as-quotation", "You will be moved on Friday."),
    ],
)
def test_words_that_could_be_taken_for_older_mail_are_not_lost(oddity, own):
    assert read(oddity).text.endswith(own) or f"{own}\n" in read(oddity).text


@pytest.mark.parametrize(
    ("oddity", "words"),
    [
        ("old-words-on-the-attributions-line", "Please ring me."),
        ("reply-above-this-line", "Nobody came."),
        ("headings-in-thai", "ยังไม่มีใครมา"),
        ("html-quotation-without-a-style", "Nobody came."),
        ("disclaimer-in-paragraphs", "We act for Ms Shaw."),
        ("copied-mail-inside-an-answer", "> Dear Kayleigh,"),
    ],
)
def test_older_mail_in_other_clothes_is_put_aside(oddity, words):
    mail = read(oddity)
    assert mail.text == words or words not in mail.text


def test_who_wrote_what_was_passed_on_is_found_even_where_all_of_it_is_marked():
    mail = read("forward-marked-with-a-word-above")
    assert mail.text == "Please deal with this."
    assert mail.forwarded_from is not None
    assert mail.forwarded_from.address == "mia@mail.example"


forwarding = st.from_regex(phrases.FORWARD_LINE, fullmatch=True).map(lambda line: " ".join(line.split("\n")).strip())


@given(forwarding.filter(phrases.FORWARD_LINE.match), st.sampled_from(["", " ", "\t", "words\n", "words\n\n  "]))
def test_whatever_programs_write_above_what_they_forward_is_looked_for_in_any_mail(line, before):
    assert marks.may_show_older(f"{before}{line}\nold words")


@pytest.mark.parametrize("older", ["> old words", "| old words"])
def test_old_words_marked_by_a_program_are_put_aside_in_a_mail_that_answers_nothing(older):
    text = f"New words.\n\nOn Mon, 5 Jan 2026 at 10:00, Jo <jo@council.example> wrote:\n{older}"
    assert history.split([text], replying=False, forwarding=False).text == "New words."
