"""What stands under a person's words without being theirs: "Sent from my iPhone", a signature, a disclaimer.

Cut only from the end, only what is plainly one of these. A name, "thank you", a telephone number stay: they are words.
"""

import re

from intake.patterns import either, fragments, holds

MACHINE = either("""
    iphone\\w*, ipad\\w*, ipod, android, galaxy, samsung, htc, huawei, xiaomi, nokia, pixel, motorola, moto, oneplus, lg
    sony, xperia, blackberry, lumia, windows, mobile, mobil, mobiltelefon, mobilgerät, handy, smartphone, tablet
    mailbox, outlook, yahoo, gmail, aol, hotmail, proton, protonmail, icloud, spark, airmail, thunderbird, k-9, bluemail
    zte, fairphone, alcatel, apple, macbook, chromebook, zoho, hushmail, tutanota, tuta, typeapp, canary mail, em client
    mailspring, mymail, edison, polymail, honor, realme, oppo, doro
""")
DEVICE = either(f"""
    {MACHINE}, phone, telephone, téléphone, téléfono, telefon, telefoon, cell, mail, e-?mail, mac, tab, device, pc
    laptop, vodafone, o2, ee, bt, virgin media
""")
SENT = either("""
    sent, envoyé, envoye, enviado, enviada, inviato, gesendet, verzonden, verstuurd, wysłano, wysłane, skickat
    skickades
    sendt, lähetetty, отправлено, надіслано, gönderildi, odesláno, odoslané, elküldve, trimis
""")
FROM = either("""
    from, depuis, à partir de, a partir de, de, desde, do, da, dal, dalla, von, vom, mit, meinem, van, vanaf, met
    mijn
    z, ze, från, fra, min, mitt, с, из, со, з, mon, mi, meu, mio, moj, mého
""")
GETS = either("""
    get, download, obtenir, obtenez, télécharger, hol(?:en)? dir, obtener, ottieni, scarica, pobierz(?: aplikację)?
    hämta, hent, skaffa
""")
ELSEWHERE = either("""
    gönderildi, odesláno, odoslan[éo], trimis, elküldve, στάλθηκε, lähetetty, išsiųsta, nosūtīts, saadetud, poslano
    anfonwyd, đã gửi, dikirim, ส่งจาก, भेजा गया, পাঠানো, تم الإرسال, أ[ُ]?رسلت, ارسال شده, נשלח
    изпратено, послато
""")
"""Where a language puts "sent" elsewhere than first, or says "from" by an ending: a make must stand on the line too."""

VERBS = either("to, that, and, was, were, is, are, had, he, she, they, you, i, but, because, who, which, when, at")
NO_SENTENCE = rf"(?![^\n,;–-]{{0,60}}\b(?:{VERBS})\b)"
SORRY = either("excuse, forgive, pardon, ignore, sorry, apolog, entschuldig, veuillez, disculp")
EXCUSE = rf"(?:[,.;!–-]?\s*(?:so |and )?(?:please |pls )?(?:{SORRY})\w*\b[^\n]{{0,100}})?"
BRAND = r"[^\n]{0,60}(?:iphon|ipad|galaxy|samsung|android|huawei|xiaomi|outlook|yahoo|gmail)[^\n]{0,40}$"
TAIL = r"(?:\s*[<(\[][^\n]{0,200})?[\s.!]*$"
REST = rf"{NO_SENTENCE}[^,;:?!\n]{{0,45}}?"

LINES = (
    rf"[\W_]{{0,4}}(?:{SENT})\s+(?:{FROM})\b(?:(?!\b(?:to|with)\b)[^,;:\n]){{0,50}}?\b(?:{DEVICE})\b{REST}{EXCUSE}{TAIL}",
    rf"[\W_]{{0,4}}(?:{SENT})\s+(?:via|with|by|using)\s[^,;:\n]{{0,30}}?\b(?:{MACHINE})\b{REST}{TAIL}",
    rf"(?:{GETS}) \[?(?:outlook|yahoo|gmail|aol)(?: mail)? (?:for|pour|für|para|per|voor|dla|för|til)\b[^\n]{{0,120}}$",
    rf"(?:diese (?:nachricht|e-?mail|mail)|this (?:message|e-?mail) was)\b[^\n]{{0,60}}\b(?:{MACHINE})\b{REST}{TAIL}",
    rf"(?:von|vom) (?:meinem|mein|unterwegs|samsung)\b[^,;\n]{{0,40}}(?:{DEVICE})[^,;\n]{{0,30}}gesendet{TAIL}",
    rf"(?={BRAND})[\W_]{{0,4}}(?:{ELSEWHERE})\b[^,;:?!\n]{{0,50}}{TAIL}",
    rf"(?={BRAND})[^,;:?!\n]{{3,50}}(?:{ELSEWHERE}){TAIL}",
    rf"sent via (?:the |my )?(?:{MACHINE})\b[^\n]{{0,60}}\b(?:smartphone|phone|tablet|device){TAIL}",
    r"yahoo mail: search, organi[sz]e, conquer$|sent by (?:my )?(?:mobile )?phone\.?$",
    r"[從从]?我的\s?\S{1,20}\s?(?:傳送|发送|發送|发出|發出)[\s。.]*$|[發发]自我的",
    r"(?:iPhone|iPad)から送信|나의 \S{1,20}에서 보냄",
)
MOBILE = tuple(re.compile(line, re.IGNORECASE) for line in LINES)
"""Lines that a telephone or a mail program adds."""

MAKES = tuple(re.split(r"[?\\]", make)[0] for make in DEVICE.split("|"))
LONG = fragments(
    (*(make for make in MAKES if len(make) > 3 or "-" in make), "sent ", "phon", "我的", "自我", "送信", "보냄")
)
BRIEF = frozenset(make for make in MAKES if len(make) <= 3)
"""Most lines name no program and no telephone, which plain words tell ten times as soon as a pattern."""

BRANDED = re.compile(rf"[\W_]{{0,4}}[Ss]ent from (?:my|a|an) (?:[A-Z]|\S*\d)[\w-]*(?: [\w-]+){{0,3}}{EXCUSE}{TAIL}")
"""The same of a make we do not know: it has a capital letter or a number, which "sent from my heart" has not."""

FAINT = re.compile(
    rf"[\W_]{{0,3}}(?:\w+ )?from (?:my )?(?:mobile|i?phone|ipad|tablet)(?: \w{{1,6}})?{TAIL}", re.IGNORECASE
)
"""A line like it that a person could also write, and that counts only where it stands alone."""

WRAPPED = 50
"""A line shorter than this has ended, a longer one may go on in the next. *Taste*: programs wrap at 72 or so."""

STANDARD = "-- "
WORD = re.compile(r"\w+")
MARKER = re.compile(r"\s{0,3}(?:--|—|–|_{2,60}|-{3,60})[ \t\u00a0]*$")
DELIMITER = re.compile(r"[\s]*[-*#~=_+–—•\u1427][-*#~=_+–—•\u1427\s]*$")
CONTACT = re.compile(
    r"https?://|www\.|@[\w-]+\.\w|\b(?:tel|mob|phone|fax|telephone|mobile|mobil|direct|ext|t|m|e)\b\s?[:.]"
    r"|\+?\d[\d\s()/-]{7,}\d|mailing list",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"\b(?:i|i'm|i’m|we|my|you|he|she|they|it|please|ps|p\.s)\b", re.IGNORECASE)

PS = re.compile(r"\s{0,3}(?:p\.?s|post ?script)\b", re.IGNORECASE)
OWN = re.compile(r"(?<!\w)(?:i|i['’]m|i['’]ve|i['’]ll|my|me|mum|dad|mam)(?!\w)", re.IGNORECASE)
"""Words of somebody who speaks for themselves, which lawyers' paragraphs never do."""

DISCLAIMER = re.compile(
    r"intended (?:only |solely )?(?:for|recipient|addressee)|addressee|named recipient|unauthori[sz]ed|disclos"
    r"|notify the sender|delete"
    r"|privileged|legally|virus|views (?:expressed|of the)|scanned|think before (?:you )?print"
    r"|consider the environment|bestimmungsgemäß"
    r"|in error|confidential|copyright|registered (?:in|office)|monitored|data protection|unsubscribe"
)
LEGAL = fragments(
    "intended recipient addressee unauthori disclos notify delete privileged legally virus views scanned print"
    " environment bestimmungsgemäß error confidential copyright registered monitored protection unsubscribe".split()
)
"""A word of each of those: a text that holds none of these needs no closer look."""

LONGEST = 12
PARAGRAPHS = 4
"""Paragraphs that lawyers may need. *Taste.*"""


def is_mobile(line: str, above: str = "") -> bool:
    """Is this a line that a telephone or a mail program adds, and not the end of the sentence above?"""
    line, above = line.strip(), above.strip()
    if not 3 < len(line) < 300:
        return False
    if not _may_name_a_device(line.lower()):
        return False
    plain = any(pattern.match(line) for pattern in MOBILE) or bool(BRANDED.match(line))
    if plain and len(above) < WRAPPED and not (above and line.lstrip("([<*_ ")[:1].islower()):
        return True
    return (plain or bool(FAINT.match(line))) and (not above or is_mobile(above))


def _may_name_a_device(line: str) -> bool:
    return holds(line, LONG) or not BRIEF.isdisjoint(WORD.findall(line))


def begins(lines: list[str]) -> int:
    """Where, in these lines, what is not the writer's begins: their number if nothing is not."""
    end = len(lines)
    while True:
        trimmed = _trimmed(lines, end)
        end = _marked(lines, trimmed)
        if end == trimmed:
            return end


def _trimmed(lines: list[str], end: int) -> int:
    """Without trailing empty lines, rows of dashes, telephones' lines and disclaimers."""
    while end:
        line = lines[end - 1]
        above = lines[end - 2] if end > 1 else ""
        if line.strip() and not DELIMITER.match(line) and not is_mobile(line, above):
            start = _lawyers(lines, end)
            if start == end:
                return end
            end = start
        else:
            end -= 1
    return 0


def _paragraph(lines: list[str], end: int) -> int:
    while end and lines[end - 1].strip():
        end -= 1
    return end


def _lawyers(lines: list[str], end: int) -> int:
    """Where the lawyers' paragraphs at the end begin: one that says enough alone, or a few together; `end` if none."""
    start = end
    for _ in range(PARAGRAPHS):
        below = start
        while start and not lines[start - 1].strip():
            start -= 1
        start = _paragraph(lines, start)
        if _is_disclaimer(lines[start:end]):
            return start
        if len(_legal(lines[start:below])) < 2:
            return end
    return end


def _is_disclaimer(lines: list[str]) -> bool:
    """Lawyers' words: three of their phrases, and long. A child's "this is confidential" is none."""
    text = " ".join(line.strip() for line in lines)
    return len(text) > 150 and len(_legal(lines)) >= 3 and not OWN.search(text)


def _legal(lines: list[str]) -> set[str]:
    text = " ".join(line.strip() for line in lines).lower()
    return set(DISCLAIMER.findall(text)) if holds(text, LEGAL) else set()


def _marked(lines: list[str], end: int) -> int:
    """Where a signature after `--` begins, if what follows is one: short, and no sentences."""
    found = [at for at in range(max(0, end - 1 - LONGEST), end) if MARKER.match(lines[at])]
    if not found or (len(found) > 1 and lines[found[-1]] != STANDARD):
        return end  # who divides their words with dashes does it more than once
    return found[-1] if _is_signature(lines[found[-1]], lines[found[-1] + 1 : end]) else end


def _is_signature(marker: str, block: list[str]) -> bool:
    said = [line for line in block if line.strip()]
    if any(PS.match(line) for line in said):
        return False
    sentences = sum(_is_sentence(line) for line in said)
    wordy = sum(len(line.split()) for line in said) > 60
    if marker.strip() not in ("--", "—", "–"):
        return bool(said) and any(CONTACT.search(line) for line in said) and not sentences and not wordy
    if marker == STANDARD:  # a sentence in it may be a motto; one that begins it with "I" or "my" is a person's
        return sentences <= 1 and not (sentences and (wordy or OWN.search(said[0])))
    named = not said or not said[0].lstrip()[:1].islower() or any(CONTACT.search(line) for line in said)
    return named and not sentences


def _is_sentence(line: str) -> bool:
    count = len(line.split())
    return (count > 3 and bool(SENTENCE.search(line))) or (count > 3 and line.rstrip().endswith((".", "!", "?", "…")))
