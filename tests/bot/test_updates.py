"""What is kept of an update, and what is not ours to keep."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import updates
from bot.updates import Json

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
THEN = 1772440200  # 2 March 2026, 8.30am

anybody: Json = {
    "id": 7,
    "is_bot": False,
    "first_name": "Kayleigh",
    "last_name": "Marked",
    "username": "kay_marked",
    "language_code": "en",
    "is_premium": True,
}
chat: Json = {"id": 7, "type": "private", "first_name": "Kayleigh", "username": "kay_marked", "photo": {"id": "Marked"}}


def a_message(**more: object) -> Json:
    return {"update_id": 5, "message": {"message_id": 3, "date": THEN, "chat": chat, "from": anybody, **more}}


def kept(update: Json) -> Json:
    found = json.loads(updates.post(update, source="telegram:42", council="bnes", now=NOW).raw)
    assert isinstance(found, dict)
    return found


def test_names_pictures_and_handles_are_gone_wherever_they_stand() -> None:
    update = a_message(
        text="hello",
        reply_to_message={"message_id": 2, "date": 1, "chat": chat, "from": anybody, "text": "before"},
        forward_origin={"type": "hidden_user", "sender_user_name": "Kayleigh Marked", "date": 1},
        sender_chat=chat,
        forward_from=anybody,
        forward_sender_name="Kayleigh Marked",
        author_signature="Kayleigh Marked",
        entities=[{"type": "text_mention", "offset": 0, "length": 5, "user": anybody}],
        via_bot=anybody,
        new_chat_members=[anybody],
    )
    said = json.dumps(kept(update))
    for name in ("Kayleigh", "Marked", "marked"):
        assert name not in said
    assert "hello" in said and "before" in said


def test_what_was_sent_is_kept_as_it_came() -> None:
    sent: Json = {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}], "caption": "my arm 💔"}
    message = kept(a_message(**sent))["message"]
    assert isinstance(message, dict)
    assert {key: message[key] for key in sent} == sent
    assert message["from"] == {"id": 7, "is_bot": False, "language_code": "en", "first_name": ""}
    assert message["chat"] == {"id": 7, "type": "private"}


def test_of_a_group_nothing_is_kept_but_that_it_happened() -> None:
    group: Json = {"id": -100, "type": "supergroup", "title": "Class 9b"}
    assert kept(a_message(text="a secret", chat=group)) == {
        "update_id": 5,
        "message": {"message_id": 3, "date": THEN, "chat": {"id": -100, "type": "supergroup"}},
    }


@pytest.mark.rule("R406")
def test_the_time_that_counts_is_telegrams() -> None:
    assert updates.happened(a_message(), NOW) == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    edited: Json = {"update_id": 6, "edited_message": {"date": THEN, "edit_date": THEN + 60, "chat": chat}}
    assert updates.happened(edited, NOW) == datetime(2026, 3, 2, 8, 31, tzinfo=UTC)
    assert updates.happened({"update_id": 7, "callback_query": {"id": "1", "from": anybody}}, NOW) == NOW
    assert updates.happened(a_message(date=10**30), NOW) == NOW


def test_an_update_is_known_by_its_number_and_by_what_it_holds() -> None:
    def name(update: Json, source: str = "telegram:42") -> str:
        return updates.post(update, source=source, council="bnes", now=NOW).name

    assert name(a_message(text="a")) == name(a_message(text="a"))
    assert len({name(a_message(text="a")), name(a_message(text="b")), name(a_message(text="a"), "telegram:43")}) == 3
    assert name(a_message(text="a")) != name(a_message(text="a") | {"update_id": 6})


def test_the_largest_of_a_pictures_sizes_is_fetched_and_an_animation_once() -> None:
    small, large = {"file_id": "small", "file_size": 1}, {"file_id": "large", "file_size": 9}
    assert list(updates.files(a_message(photo=[small, large]))) == [("large", 9)]
    assert list(updates.files(a_message(animation=large, document=large))) == [("large", 9)]
    assert list(updates.files(a_message(text="none"))) == []


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "is_bot", "type", "chat", "from", "message", "date", "photo", "file_id", "text"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["update_id", "message", "callback_query", "something_new"]), anything))
def test_no_update_is_so_odd_that_it_cannot_be_kept(update: Json) -> None:
    post = updates.post(update, source="telegram:42", council="bnes", now=NOW)
    json.loads(post.raw)
    list(updates.files(update))
    updates.chat(update)
    updates.press(update)
