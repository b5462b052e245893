"""The labels of buttons in other languages, as they are typed: typing a label is pressing it, whatever its language.

They are those of the catalogues (`outbox/words/languages`), drafts among them: what is understood need not be approved,
what is said must be. A test holds them to be the same; where a label names two genders, each is here by itself too.
"""

from collections.abc import Mapping

from casework.said.bare import bare

LABELS: Mapping[str, tuple[str, ...]] = {
    "Skip": (
        "Neidio", "Pomiń", "Пропустити", "تخطي", "Ka bood",
    ),
    "Yes please": (
        "Ie, plîs", "Tak, proszę", "Так, прошу", "نعم من فضلك", "Haa, fadlan",
    ),
    "Not now": (
        "Ddim nawr", "Nie teraz", "Не зараз", "ليس الآن", "Hadda maya",
    ),
    "I have one": (
        "Mae gen i un", "Mam już", "Уже маю", "عندي مدافع", "Mid baan haystaa",
    ),
    "Keep this private": (
        "Cadw hyn yn breifat", "Zachowaj to w tajemnicy", "Тримати це в таємниці", "احفظ هذا سرا", "Tan sir ka dhig",
    ),
    "Get me an advocate": (
        "Cael eiriolwr i mi", "Poproszę o rzecznika", "Хочу представника", "أريد مدافعا", "U doode ii hel",
    ),
    "Close it too": (
        "Ei gau hefyd", "Zamknij też sprawę", "Закрити й справу", "أغلق الموضوع أيضا", "Xir arrinta sidoo kale",
    ),
    "Undo": (
        "Dadwneud", "Cofnij", "Скасувати", "تراجع", "Ka noqo",
    ),
    "I'm not safe": (
        "Dydw i ddim yn ddiogel", "Nie jestem bezpieczny/a", "Я не в безпеці", "لست بأمان", "Ammaan ma ihi",
        "nie jestem bezpieczny", "nie jestem bezpieczna",
    ),
    "I'm safe for now": (
        "Dwi'n ddiogel am nawr", "Na razie jestem bezpieczny/a", "Поки що я в безпеці", "أنا بأمان حاليا",
        "Hadda waan ammaan ahay", "jestem bezpieczny", "jestem bezpieczna", "na razie jestem bezpieczny",
        "na razie jestem bezpieczna", "dwi'n ddiogel", "я в безпеці", "أنا بأمان", "waan ammaan ahay",
    ),
    "I'd rather not say": (
        "Gwell gen i beidio â dweud", "Wolę nie mówić", "Не хочу казати", "أفضل ألا أقول", "Ma rabo inaan sheego",
    ),
    "That's not what I meant": (
        "Nid dyna oeddwn i'n ei feddwl", "Nie to miałem/am na myśli", "Я мав/мала на увазі не це", "لم أقصد ذلك",
        "Taas ulama jeedin", "nie to miałem na myśli", "nie to miałam na myśli", "я мав на увазі не це",
        "я мала на увазі не це",
    ),
    "Share where I am": (
        "Rhannu ble rydw i", "Pokaż, gdzie jestem", "Показати, де я", "أشارك مكاني", "Muuji meesha aan joogo",
    ),
    "I'm OK": (
        "Dwi'n iawn", "Wszystko dobrze", "Усе гаразд", "أنا بخير", "Waan fiicanahay",
    ),
    "I'm not OK": (
        "Dydw i ddim yn iawn", "Nie jest dobrze", "Не все гаразд", "لست بخير", "Ma fiicni",
    ),
}  # fmt: skip
"""Each English label, and what it is in Welsh, Polish, Ukrainian, Arabic and Somali."""

_IN_ENGLISH = {bare(label): bare(english) for english, labels in LABELS.items() for label in labels}


def in_english(said: str) -> str:
    """The English label of plain words that are one in another language; the words themselves if they are none."""
    return _IN_ENGLISH.get(said, said)
