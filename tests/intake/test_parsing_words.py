"""Alphabets, line ends, invisible characters, headers: what was written comes out as it was meant."""

from base64 import encodebytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.parsing import charsets, parse
from intake.parsing.parts import decoded
from intake.parsing.words import flawless, unbase64
from tests.intake.post import read


@pytest.mark.parametrize(
    ("oddity", "words"),
    [
        ("says-ascii-is-utf-8", "My social worker is called Siân and she has left. It’s the third one."),
        ("says-latin-1-is-utf-8", "Zoë’s café receipts – £14.50 – were never paid."),
        ("says-utf-8-is-windows", "They said “no” and I paid £20 myself."),
        ("says-gb2312-is-gbk", "我的孩子在寄养家庭，叫做镕。"),
        ("utf-16-body", "I am not safe to say it on the phone."),
        ("a-charset-nobody-knows", "The fee was £5."),
        ("quoted-printable-misspelt", "Siân never called back."),
        ("base64-that-is-words", "I wrote this by hand and it is not encoded at all."),
        ("base64-with-dirt", "He took my phone away for a month."),
        ("base64-in-pieces", "First piece. Second piece."),
        ("content-type-without-semicolons", "été"),
        ("says-windows-31j", "誰も来ませんでした①。"),
    ],
)
def test_words_are_read_in_the_alphabet_they_were_written_in_whatever_the_mail_says(oddity, words):
    assert read(oddity).text == words


def test_a_mail_that_names_no_alphabet_at_all_is_still_read_in_russian():
    mail = read("says-nothing-is-cyrillic")
    assert mail.text.startswith("Здравствуйте, моего ребёнка забрали")
    assert "the character set was guessed" in mail.problems


HELP = {
    "koi8-r": "Здравствуйте, моего ребёнка забрали, помогите, пожалуйста.",
    "cp1251": "Моего ребёнка забрали, и никто ничего не объяснил.",
    "cp1253": "Κανείς δεν μου τηλεφώνησε για το παιδί μου.",
    "cp1255": "אף אחד לא התקשר אליי בקשר לילד שלי",
    "cp1256": "لم يتصل بي أحد بشأن طفلي منذ ثلاثة أسابيع",
    "cp874": "ไม่มีใครโทรหาฉันเรื่องลูกของฉัน",
    "gb18030": "没有人给我打电话说我的孩子的情况，请帮助我。",
    "big5": "沒有人打電話給我說我孩子的情況，請幫助我。",
    "cp932": "子供のことで誰も電話をくれませんでした。",
    "euc_jp": "子供のことで誰も電話をくれませんでした。",
    "cp949": "아이에 대해 아무도 저에게 전화하지 않았습니다.",
}


@pytest.mark.parametrize(("alphabet", "words"), HELP.items())
def test_a_family_is_read_in_its_own_script_when_its_mail_does_not_say_which_that_is(alphabet, words):
    assert charsets.decode(words.encode(alphabet)) == (words, "the character set was guessed")


def test_english_and_french_with_a_few_bad_bytes_are_not_guessed_into_another_script():
    for words in ("They said “no” – £20 for a café.", "Élève déjà placé à l’été, où ça ?"):
        assert charsets.decode(words.encode("cp1252"))[0] == words


def test_a_lie_about_the_alphabet_is_named_and_the_truth_is_not():
    assert read("says-latin-1-is-utf-8").problems == ("the character set was not what the mail says",)
    assert read("says-ascii-is-utf-8").problems == ("the mail does not say its character set",)
    assert read("format-flowed").problems == ()


@pytest.mark.rule("R701")
def test_words_of_harm_cannot_be_hidden_from_the_alarm_by_invisible_characters():
    mail = read("zero-width-inside-words")
    assert mail.text == "I want to kill myself and no one will listen."
    assert mail.problems == ("invisible characters were taken out",)


def test_joiners_that_emoji_and_persian_need_stay():
    assert read("emoji-and-persian-joiners").text == "Family 👨\u200d👩\u200d👧 and می\u200cخواهم"


@pytest.mark.parametrize("oddity", ["mac-line-ends", "mac-line-ends-throughout"])
def test_lines_end_where_an_old_mac_ended_them(oddity):
    assert read(oddity).text.splitlines()[:2] == ["Line one", "Line two"]


def test_characters_of_nothing_do_not_break_a_word():
    assert read("nul-characters").text == "They moved me again."


def test_lines_that_a_program_broke_are_put_together_and_quoted_ones_with_their_own_kind():
    mail = read("format-flowed")
    assert mail.text.splitlines()[0].endswith("every fortnight and it has now been nine weeks. Nobody has told me why.")
    assert mail.quoted.endswith("\n> We will look into it.")
    assert mail.signature == "--\nKayleigh"


def test_lines_broken_inside_a_word_are_put_together_without_a_space():
    assert read("format-flowed-delsp").text == "Nobody told me that the placement was ending."


def test_eight_bit_headers_and_encoded_words_cut_in_a_letter_are_readable():
    welsh = read("raw-eight-bit-headers")
    assert (welsh.sender.name, welsh.subject) == ("Siân Ó Briain", "Ynglŷn â’r lleoliad")
    assert read("encoded-word-cut-in-a-letter").subject == "Siân has gone"


def test_a_comma_inside_an_encoded_name_does_not_make_two_senders():
    mail = read("encoded-comma-in-a-name")
    assert (mail.sender.name, mail.sender.address) == ("Shaw, Kayleigh", "kayleigh.shaw@mail.example")


def test_a_header_hidden_in_a_subject_is_only_words():
    mail = read("header-injection-in-a-subject")
    assert mail.subject == "Hello Bcc: everyone@council.example"
    assert "the subject held control characters" in mail.problems


def test_message_ids_with_brackets_in_them_are_kept_whole():
    mail = read("message-id-in-brackets")
    assert (mail.message_id, mail.in_reply_to) == ("[4f9a]-x@[192.0.2.1]", "[q]@council.example")


def test_a_broken_line_among_the_headers_costs_neither_headers_nor_words():
    mail = read("a-line-that-is-no-header")
    assert mail.text == "Still readable."
    assert mail.problems == ("a line among the headers was not a header",)


def test_words_right_under_the_headers_are_words():
    assert read("no-empty-line-after-the-headers").text.startswith("This sentence came straight after the headers")


def test_what_a_mailbox_file_put_before_a_mail_or_a_line_is_taken_away():
    assert read("mailbox-file-first-line").subject == "Mbox"
    assert read("mailbox-file-guards-from").text.startswith("From the first day nobody listened to me.")
    assert "\nFrom the first day" in read("mailbox-file-guards-one-line").text


def test_two_hundred_recipients_are_all_there():
    assert len(read("two-hundred-recipients").to) == 200


def test_of_a_header_that_comes_twice_the_first_counts():
    assert read("the-same-header-twice").subject == "First subject"


def test_two_senders_are_noticed_and_the_first_is_answered():
    mail = read("two-senders")
    assert mail.sender.address == "mum@mail.example"
    assert mail.problems == ("more than one sender is named",)


def test_somebody_without_a_name_or_address_is_still_read():
    mail = read("nobody-as-sender")
    assert mail.text == "I do not want to say who I am."
    assert not mail.unreadable


@pytest.mark.parametrize(
    ("oddity", "words"),
    [
        ("nothing-at-all", ""),
        ("only-words", "My name is Kayleigh.\nI have no idea how email works."),
        ("a-picture-without-mail", ""),
    ],
)
def test_what_is_no_email_says_so_and_shows_what_words_there_are(oddity, words):
    mail = read(oddity)
    assert mail.unreadable == "this is no email"
    assert mail.text == words


def test_bytes_of_a_picture_are_not_shown_as_words():
    assert [file.type for file in read("a-picture-without-mail").attachments] == ["image/png"]


def test_our_reference_is_found_where_it_is_shown_and_not_in_ordinary_words():
    assert read("our-reference-in-a-subject").reference == "LK-7K4Q"
    assert read("words-like-a-reference").reference == ""
    for shown, found in (("LK-7K4QX", "LK-7K4QX"), ("LK-7K4QXZ", ""), ("LK-7K4", "")):
        assert parse(f"Subject: about {shown}\r\n\r\nHello".encode()).reference == found


def test_a_sender_written_as_a_link_or_in_square_brackets_can_be_answered():
    mail = read("sender-as-a-link")
    assert mail.sender.address == "kayleigh.shaw@mail.example"
    assert mail.to[0].address == "complaints@council.example"


def test_of_a_mail_that_was_sent_in_pieces_the_first_is_read():
    assert read("a-piece-of-a-mail").text.startswith("Nobody came")


bits = (b"Q", b"QUJD", b"=", b"==", b"\n", b"\r\n", b" ", b"*", b"-")
nearly = st.lists(st.sampled_from(bits), max_size=12).map(b"".join)


@given(st.one_of(nearly, st.binary(max_size=200).map(encodebytes), st.binary(max_size=20)))
def test_base64_is_read_alike_at_once_and_piece_by_piece(raw):
    assert unbase64(raw) == unbase64(b"*" + raw), "a stray character is passed over, and nothing with one is flawless"


@given(st.binary(max_size=200))
def test_base64_as_programs_write_it_is_read_at_once(content):
    raw = encodebytes(content)
    assert flawless(raw) == flawless(raw.replace(b"\n", b"\r\n")) == content
    assert decoded(raw, "base64") == (content, "")
