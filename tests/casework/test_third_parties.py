"""What may be somebody else's is marked before one person's data is handed out; what is their own is not (R905)."""

import unicodedata

import pytest

from casework.records.third_parties import CLOSES, OPENS, in_small_letters, marked, spotted

SAM = ("Sam Hill", "sam@family.example")


def found(text: str, *known: str) -> list[str]:
    said, count = marked(text, theirs=SAM, known=known)
    parts = [part.partition(CLOSES)[0] for part in said.split(OPENS)[1:]]
    assert len(parts) == count
    assert said.replace(OPENS, "").replace(CLOSES, "") == text, "nothing is changed but the marks"
    return parts


@pytest.mark.rule("R905")
@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("My social worker Mrs Jones never came.", ["Mrs Jones"]),
        ("I told dr Patel and Priya about it.", ["dr Patel", "Priya"]),
        ("and mrs grimsby never came", ["mrs grimsby"]),
        ("A boy, Łukasz Éclair, saw it, and Özlem and Čeda.", ["Łukasz Éclair", "Özlem", "Čeda"]),
        ("Dear Sam Hill, About Sam: the Hill family. I saw April Hill, and Kai Hill.", ["April Hill", "Kai Hill"]),
        ("So I’m sad that I'd told O’Hara and D'Arcy.", ["O’Hara", "D'Arcy"]),
        ("It was on 2026-03-02, ring 2026-03-021.", ["2026-03-021"]),
        ("Write to kit.moss@home.example or 07700 900123.", ["kit.moss@home.example", "07700 900123"]),
        ("It was on Monday in March, and I was sad.", []),
        ("Nobody came. They said Friday.", []),
        ("This is Sam Hill, sam@family.example.", []),
        ("I live with my brother Tom and our nan.", ["Tom"]),
        ("Tom hit me.", []),
        ("Your number is BN-7K4Q, and Tom has one too.", ["Tom"]),
        ("Your number is BN-TKVQX, and Tom has one too.", ["Tom"]),
        ("Write to hill@family.example, not to sam@family.example.", ["hill@family.example"]),
        ("Childline is 0800 1111, and mine is 0800 1112.", ["0800 1112"]),
        ("We told Marlon Peckish.", ["Marlon Peckish"]),
    ],
)
def test_names_titles_addresses_and_numbers_of_others_are_marked(text: str, others: list[str]) -> None:
    assert found(text) == others


@pytest.mark.rule("R905")
def test_a_name_that_is_known_of_the_case_is_marked_wherever_it_stands_and_however_it_is_written() -> None:
    assert found("Tom hit me. tom did.", "Tom") == ["Tom", "tom"]
    assert found("priya holt said no", "Priya Holt") == ["priya holt"]


@pytest.mark.rule("R905")
def test_a_name_spotted_in_one_paper_is_marked_where_it_begins_a_sentence_in_another() -> None:
    names = spotted("I live with Tom and Mrs Jones.", theirs=SAM, known=())
    assert names == {"Tom", "Jones"} == spotted("Dear Tom Jones, hello.", theirs=SAM, known=())
    assert found("Tom hit me.", *names) == ["Tom"]


@pytest.mark.rule("R905")
def test_a_name_behind_a_title_in_small_letters_is_marked_without_it_too() -> None:
    assert found("it was grimsby", *spotted("mrs grimsby never came", theirs=SAM, known=())) == ["grimsby"]


@pytest.mark.rule("R905")
def test_whichever_way_an_accent_is_written_a_name_is_one_name() -> None:
    apart = unicodedata.normalize("NFD", "I live with Éva, Zoë and Čeda. zoë said so.")
    whole = unicodedata.normalize("NFC", apart)
    mine, others = unicodedata.normalize("NFD", "Éva"), unicodedata.normalize("NFD", "Zoë")
    wanted = "I live with Éva, [[SOMEBODY ELSE? Zoë]] and [[SOMEBODY ELSE? Čeda]]. [[SOMEBODY ELSE? zoë]] said so."
    assert marked(apart, theirs=["Éva"], known=["Zoë"]) == (wanted, 3)
    assert marked(whole, theirs=[mine], known=[others]) == (wanted, 3)


@pytest.mark.rule("R905")
def test_in_a_letter_of_ours_what_stands_in_small_letters_elsewhere_is_nobodys_name() -> None:
    ours = "Please call us: someone will ring. In danger? Call 999. It told Will, and Someone asked Tom. [Skip]"
    ordinary = in_small_letters((ours, "You can skip it."))
    said, _ = marked(ours, theirs=SAM, known=(), ordinary=ordinary)
    assert [part.partition(CLOSES)[0] for part in said.split(OPENS)[1:]] == ["Will", "Tom"]


def test_a_very_long_word_takes_no_long_time() -> None:
    assert marked("a" * 200_000 + "9" * 200_000, theirs=SAM, known=())[1] <= 1
