"""Each kind of update becomes a message, and none is dropped."""

from datetime import UTC, datetime

import pytest

from bot import handlers, updates
from bot.updates import LARGEST, Json
from casework.messages import Address, Channel, Message, Post, Sort
from intake.parsing.mail import Unreadable

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
THEN = 1772440200  # 2 March 2026, 8.30am
THEM: Json = {"id": 7, "is_bot": False, "first_name": "Kay"}
BOT: Json = {"id": 42, "is_bot": True, "first_name": "Heard"}
HERE: Json = {"id": 7, "type": "private"}
FILE: Json = {"file_id": "handle", "file_unique_id": "u", "file_size": 5}


def said(number: int = 3, /, **content: object) -> Json:
    return {"message_id": number, "date": THEN, "chat": HERE, "from": THEM, **content}


async def read(kind: str, body: Json, *, number: int = 1000) -> Message:
    update: Json = {"update_id": number, kind: body}
    return await handlers.read(updates.post(update, source="telegram:42", council="bnes", now=NOW))


async def read_message(**content: object) -> Message:
    return await read("message", said(**content))


@pytest.mark.rule("R406")
async def test_words_are_a_message_from_that_chat_at_telegrams_time() -> None:
    message = await read_message(text="nobody listens 💔")
    assert (message.sort, message.text, message.media) == (Sort.WORDS, "nobody listens 💔", "")
    assert message.sender == Address(Channel.TELEGRAM, "7")
    assert message.received == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert message.message_id == "3"


async def test_nothing_in_it_turns_round_what_stands_beside_it_at_the_desk() -> None:
    assert (await read_message(text="I am \u202enaD\u202c. \u2067مرحبا\u2069 👩‍👧")).text == "I am naD. مرحبا 👩‍👧"


async def test_the_same_message_brought_twice_has_one_name_and_every_other_its_own() -> None:
    again = await read("message", said(text="a"), number=2000)
    assert again.name == (await read_message(text="a")).name
    assert again.name != (await read("message", said(4, text="a"))).name
    other: Json = {"update_id": 1, "message": said(text="a")}
    elsewhere = updates.post(other, source="telegram:43", council="bnes", now=NOW)
    assert again.name != (await handlers.read(elsewhere)).name


async def test_opening_the_chat_tells_the_code_that_a_link_carried() -> None:
    entities = [{"type": "bot_command", "offset": 0, "length": 6}]
    plain = await read_message(text="/start", entities=entities)
    assert (plain.sort, plain.text) == (Sort.STARTED, "")
    assert (await read_message(text="/start A1B2C3D4", entities=entities)).text == "A1B2C3D4"
    assert (await read_message(text="/starting again", entities=entities)).sort is Sort.WORDS


@pytest.mark.parametrize(("content", "media", "type_"), [
    ({"photo": [FILE | {"width": 9, "height": 9, "file_id": "small"}, FILE | {"width": 99, "height": 99}]},
     "photo", "image/jpeg"),
    ({"voice": FILE | {"duration": 3, "mime_type": "audio/ogg"}}, "voice", "audio/ogg"),
    ({"video_note": FILE | {"duration": 3, "length": 240}}, "video_note", "application/octet-stream"),
    ({"video": FILE | {"duration": 3, "width": 9, "height": 9, "mime_type": "video/mp4"}}, "video", "video/mp4"),
    ({"document": FILE | {"file_name": "letter.pdf", "mime_type": "application/pdf"}}, "document", "application/pdf"),
    ({"audio": FILE | {"duration": 3, "mime_type": "audio/mpeg"}}, "audio", "audio/mpeg"),
    ({"animation": FILE | {"duration": 3, "width": 9, "height": 9}, "document": FILE}, "animation",
     "application/octet-stream"),
])  # fmt: skip
@pytest.mark.rule("R123")
async def test_what_people_send_besides_words_is_kept_with_its_caption(content: Json, media: str, type_: str) -> None:
    message = await read_message(**content, caption="look at this")
    assert (message.sort, message.media, message.text) == (Sort.WORDS, media, "look at this")
    [file] = message.files
    assert (file.fetch, file.size, file.type) == ("handle", 5, type_)


async def test_each_part_of_an_album_is_a_message() -> None:
    parts = [
        await read("message", said(number, photo=[FILE | {"width": 9, "height": 9}], media_group_id="a"))
        for number in (3, 4, 5)
    ]
    assert len({part.name for part in parts}) == 3


async def test_a_file_that_is_too_big_is_said_to_be() -> None:
    assert (await read_message(document=FILE | {"file_size": LARGEST + 1})).problems == ("too_big",)


@pytest.mark.parametrize(("content", "media", "text"), [
    ({"sticker": FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False,
                         "emoji": "🔪"}}, "sticker", "🔪"),
    ({"location": {"latitude": 51.38, "longitude": -2.36}}, "location", "51.38, -2.36"),
    ({"location": {"latitude": 51.38, "longitude": -2.36, "live_period": 60}}, "live_location", "51.38, -2.36"),
    ({"contact": {"phone_number": "+447700900123", "first_name": "Auntie"}}, "contact", "Auntie, +447700900123"),
    ({"dice": {"emoji": "🎲", "value": 3}}, "dice", ""),
    ({"poll": {"id": "1", "question": "q", "options": [], "total_voter_count": 0, "is_closed": False,
               "is_anonymous": True, "type": "regular", "allows_multiple_answers": False}}, "poll", ""),
    ({"something_new": {"in": "2031"}}, "unknown", ""),
])  # fmt: skip
async def test_everything_else_is_kept_by_its_type(content: Json, media: str, text: str) -> None:
    message = await read_message(**content)
    assert (message.sort, message.media, message.text) == (Sort.OTHER, media, text)


@pytest.mark.rule("R718")
async def test_an_edit_stands_beside_what_it_changes() -> None:
    first = await read_message(text="he hits me")
    edit = await read("edited_message", said(text="he hit me", edit_date=THEN + 60))
    again = await read("edited_message", said(text="he hits me!", edit_date=THEN + 90))
    assert (edit.sort, edit.text, edit.edits) == (Sort.EDIT, "he hit me", first.name)
    assert again.edits == first.name
    assert len({first.name, edit.name, again.name}) == 3


async def test_an_answer_to_ones_own_message_quotes_it_and_an_answer_to_the_bot_does_not() -> None:
    own = await read_message(text="this", reply_to_message=said(2, text="before"))
    ours = await read_message(text="this", reply_to_message=said(2, text="If you are in danger") | {"from": BOT})
    assert (own.quoted, own.thread) == ("before", ("2",))
    assert (ours.quoted, ours.thread) == ("", ("2",))


async def test_somebody_elses_words_are_marked() -> None:
    hidden = {"type": "hidden_user", "sender_user_name": "X", "date": 1}
    message = await read_message(text="look", forward_origin=hidden)
    assert message.problems == ("forwarded",)


async def test_a_button_says_what_was_pressed_and_what_stood_on_it() -> None:
    carrier = said(9, text="Who are you?") | {
        "from": BOT,
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "Parent", "callback_data": "1.q.abc.p.x1"}],
                [{"text": "Skip", "callback_data": "1.q.abc.s.x1"}],
            ]
        },
    }
    press: Json = {"id": "77", "from": THEM, "chat_instance": "1", "message": carrier, "data": "1.q.abc.s.x1"}
    message = await read("callback_query", press)
    assert (message.sort, message.press, message.text, message.thread) == (Sort.PRESS, "1.q.abc.s.x1", "Skip", ("9",))
    assert message.sender.value == "7"
    gone = await read("callback_query", press | {"message": {"message_id": 9, "date": 0, "chat": HERE}})
    assert (gone.press, gone.text) == ("1.q.abc.s.x1", "")


async def test_blocking_the_bot_and_letting_it_back_in_are_told_apart() -> None:
    def member(status: str) -> Json:
        now = {"user": BOT, "status": status} | ({"until_date": 0} if status == "kicked" else {})
        before = {"user": BOT, "status": "member"}
        return {"chat": HERE, "from": THEM, "date": THEN, "old_chat_member": before, "new_chat_member": now}

    assert (await read("my_chat_member", member("kicked"))).sort is Sort.BLOCKED
    back = await read("my_chat_member", member("member"))
    assert (back.sort, back.media) == (Sort.OTHER, "unblocked")


async def test_a_reaction_is_its_emoji() -> None:
    message = await read(
        "message_reaction",
        {
            "chat": HERE,
            "message_id": 3,
            "user": THEM,
            "date": THEN,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        },
    )
    assert (message.sort, message.media, message.text) == (Sort.OTHER, "reaction", "👍")


@pytest.mark.parametrize("kind", ["message", "edited_message", "my_chat_member"])
async def test_a_group_is_only_a_group(kind: str) -> None:
    message = await read(kind, said(text="a secret") | {"chat": {"id": -100, "type": "group", "title": "9b"}})
    assert (message.sort, message.media, message.text, message.sender.value) == (Sort.OTHER, "group", "", "-100")


async def test_a_kind_of_update_nobody_knew_is_kept_with_its_words() -> None:
    new = await read("business_opinion", {"chat": HERE, "from": THEM, "date": THEN, "text": "help"})
    assert (new.sort, new.media, new.text) == (Sort.OTHER, "business_opinion", "help")
    odd = await read("message", {"message_id": "not a number", "chat": HERE, "text": "help"})
    assert (odd.sort, odd.text) == (Sort.WORDS, "help")


async def test_half_an_emoji_is_mended_rather_than_refused() -> None:
    assert (await read_message(text="so \ud83d sad")).text == "so \ufffd sad"


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"update_id": 1}', b"\xff\xfe", b'{"poll": {"id": "1"}}'])
async def test_what_nobody_sent_is_for_a_person_to_look_at(raw: bytes) -> None:
    post = Post("post/1", "bnes", Channel.TELEGRAM, "telegram:42", "1", NOW, raw)
    with pytest.raises(Unreadable):
        await handlers.read(post)
