"""What mail programs write around older mail, in the languages families' programs speak.

Only what a program writes. A person's own "On 3 May you wrote to me" must never look like one of these by itself:
`history` asks for more than a phrase before anything is cut.
"""

import re

from intake.patterns import either, fragments, listed, spelt, stems

VERBS = """
    wrote, writes, a écrit, écrit, schrieb(?: am| um)?, escribió, escreveu, ha scritto, scrisse
    schreef(?: het volgende)?, geschreven, skrev, kirjoitti, napisał(?:a|\\(a\\))?, pisze, napsal(?:a|\\(a\\))?
    napísal(?:a|\\(a\\))?, napisao, napisala, je napisal(?:a)?, је написа, је написао, је написала, је написао/ла
    написал(?:а|\\(а\\))?, пишет, написа, написав, написав\\(ла\\), написала, пише, írta, a scris, έγραψε, yazdı
    şunu yazdı, şunları yazdı, rašė, rakstīja, kirjutas, ka shkruar, va escriure, skrifaði, đã viết, menulis, aliandika
    isinulat, ysgrifennodd, scríobh, เขียนว่า, ने लिखा, ने लिहिले, লিখেছেন, লিখেছে, ਨੇ ਲਿਖਿਆ, એ લખ્યું, எழுதியது, రాశారు, نے لکھا
    כתב(?:ה)?, כתב/ה, كتب(?:ت)?, كتب/كتبت, نوشت
"""
"""The verb of an attribution line ("On Tuesday, Jo wrote:")."""

UNSPACED_VERBS = "写道, 寫道, 书写, 書きました, のメール, 님이 작성, 작성"
"""The same where words have no spaces between them."""

WROTE, UNSPACED = either(VERBS), either(UNSPACED_VERBS)
STEMS = fragments((*stems(VERBS), *stems(UNSPACED_VERBS), "quoting", "zitat von", "missatge de", "napisana przez"))

SPELT = spelt(f"{VERBS}, {UNSPACED_VERBS}")
LONGEST_VERB = max(map(len, SPELT))
LAST_LETTERS = frozenset(last for one in SPELT for last in (one[-2:], one[-2:].replace("ı", "i")))
"""The last two letters of every verb; a capital I does not say which i it was."""

BEFORE = either("""
    on, in a message dated
    at, am, le, el, il, in data, op, em, den, dne, dňa, dnia, w dniu, v, på, pe, kl, ma, de, dana, ob, от, від, в
    на
    στις, ngày, vào, pada, ar, tarihinde, në, më, în, noong, mnamo, u, ob, بروز, در تاریخ, בתאריך, ב, في, 在, 於, 于
""")
DAY = either("""
    mon, tue, wed, thu, fri, sat, sun, lun, mar, mer, jeu, ven, sam, dim, mo, di, mi, do, fr, sa, so
    пн, вт, ср, чт, пт, сб, вс
""")
MAILTO = r"\[mailto:[^\s\]]{1,200}\]"
ADDRESSED = r"<[^<>\s]{1,200}@[^<>\s]{1,200}>"
OPENS = re.compile(
    rf"[\W_]{{0,8}}(?:{BEFORE})\b|[\W_]{{0,6}}\d|[\W_]{{0,4}}(?:{DAY})\w{{0,8}}[.,]"
    rf"|[^\W\d]{{2,9}}[.,]{{0,2}} \d{{1,2}}\b|.{{0,80}}(?:{ADDRESSED}|{MAILTO})|.{{1,60}} \d{{1,2}}[:.]\d\d\b|在|於",
    re.IGNORECASE,
)
"""How an attribution begins: a preposition, a date, a day of the week, or a name with its address."""

NOT_ME = r"(?<!\bI )(?<!\bwe )(?<!\w)"
ENDS_WROTE = re.compile(
    rf"(?:{NOT_ME}(?:{WROTE})|{UNSPACED})[\s*_]*(?:[:：;]|[:：]?\s?-{{2,10}})?[\s*_\]]*$", re.IGNORECASE
)
WROTE_NAME = re.compile(
    r"(?<!\w)(?:schrieb|schreef|skrev|kirjoitti|napisał|napsal|написал|isinulat ni)\s.{1,90}[:：][\s*_]*$",
    re.IGNORECASE,
)
THEN_WROTE = re.compile(rf"[)\]]?\s{{0,3}}(?:ezt )?(?:{WROTE})(?!\w)(?:.{{0,80}}[:：])?[\s*_:]*$", re.IGNORECASE)
"""What stands after a name and its address in brackets, where those come first."""

FIRST_PERSON = re.compile(r"\b(?:i|i['’]?m|my|me|mine)\b", re.IGNORECASE)
WROTE_WORD = re.compile(rf"(?<!\w)(?:{WROTE})(?!\w)", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d[./-]\d{2}\b")
NAMELESS = r"(?!(?:I|We|You|He|She|They|It|Ms?|Mrs|Mr|Miss|Dr|My|Our|Your|His|Her|Their)\b)"
NAMED = rf"(?P<name>(?:{NAMELESS}[^\W\d_a-z][\w'’.-]{{0,30}},?(?: |(?=:))){{2,4}})"
IN_FULL = re.compile(
    rf"(?i:{BEFORE})\b(?: giorno)? (?P<when>[^<>@!?]{{6,48}}?\d[:.h]\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?(?: Uhr)?)"
    rf",? (?:(?i:{WROTE}) )?{NAMED}(?:(?i:{WROTE}) ?)?[:：]$"
)
"""The whole line of a program that gives no address: a date in full, the time, a name of two words at least."""

QUOTING = re.compile(r"(?:quoting|zitat von|missatge de|wiadomość napisana przez)\s", re.IGNORECASE)
DATED_MAIL = re.compile(r"in a message dated .{5,80}\s\S{1,100}@\S{1,160} writes:$", re.IGNORECASE)
"""How one old program began what it quoted, with no mark on any line."""

YAHOO = re.compile(
    rf"\s{{0,4}}(?:{BEFORE})\b.{{8,90}}[^\s<>]?\s?<[^\s<>]{{1,100}}@[^\s<>]{{1,160}}>,? (?:{WROTE})\s?:\s{{3}}\s*\S",
    re.IGNORECASE,
)
"""One program begins the old words on the same line, after three spaces."""

GROUPWISE = re.compile(r">>> .{3,160} >>>$|>>> On .{5,60} in message$")
"""One program marks the line that says whose the old words are, and none of them."""

ABOVE_HERE = re.compile(
    r"[-–—=#*_~\s]{0,60}(?:please )?(?:type|write|enter|send|add|make|put)?\s?(?:your )?"
    r"(?:reply|response|answer|message) (?:is |goes )?(?:above|over) (?:this|the) line[-–—=#*_~\s.]{0,60}$",
    re.IGNORECASE,
)
"""What ticket systems write above everything that they sent before."""

ADDRESS = re.compile(r"[^\s<>\"'(),;:\[\]]{1,100}@[\w-]{1,100}(?:\.[\w-]{1,60})+")
BRACKETED = re.compile(r"[<(\[]\s?(?:mailto:)?[^\s<>()\[\]]{1,100}@[^\s<>()\[\]]{1,160}\s?[>)\]]|&lt;\S{1,100}@")
ENDS_ADDRESS = re.compile(r"@[\w.-]{1,160}[>)\]]{1,2}\"?,?\s?[:：]?[\s*_]*$")
DATED = re.compile(
    r"\b\d{1,2}[:.h]\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d年"
    r"|\b(?:\d{1,2}\.? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w{0,6}\.? \d{1,2}\b",
    re.IGNORECASE,
)

TIMED = re.compile(r"\b\d{1,2}[:.h]\d{2}\b|\d{1,2} ?[ap]m\b|\d[時点시]", re.IGNORECASE)

ORIGINAL = either("""
    original message, original e-?mail, reply message, original text, ursprüngliche nachricht, originalnachricht
    original-nachricht, message d['’]origine, message original, message initial, mensaje original, mensagem original
    messaggio originale, oorspronkelijk bericht, originele bericht, oprindelig meddelelse, original besked
    ursprungligt meddelande, originalmeddelande, opprinnelig melding, alkuperäinen viesti, wiadomość oryginalna
    oryginalna wiadomość, původní zpráva, pôvodná správa, eredeti üzenet, mesaj original, mesajul original
    orijinal mesaj
    исходное сообщение, оригинальное сообщение, оригинал съобщение, 原始邮件, 原始郵件, 元のメッセージ, 원본 메시지
    הודעה מקורית, الرسالة الأصلية
""")
FORWARDED = either("""
    forwarded message, forwarded e-?mail, forward message, weitergeleitete nachricht, message transféré
    mensaje reenviado
    mensagem encaminhada, mensagem reencaminhada, messaggio inoltrato, doorgestuurd bericht, videresendt meddelelse
    vidarebefordrat meddelande, vidarebefordrat brev, videresendt melding, välitetty viesti, edelleenlähetetty viesti
    wiadomość przekazana, przekazana wiadomość, treść przekazanej wiadomości, přeposlaná zpráva, preposlaná správa
    továbbított üzenet, mesaj redirecționat, iletilmiş mesaj, пересылаемое сообщение, переадресованное сообщение
    переслане повідомлення, препратено съобщение, 转发的邮件, 转发邮件, 轉寄的郵件, 転送されたメッセージ
    전달된 메시지
    הודעה שהועברה, الرسالة المعاد توجيهها
""")
BEGINS = either("""
    begin forwarded message, anfang der weitergeleiteten nachricht, début du message (?:transféré|réexpédié)
    inicio del mensaje reenviado, início da mensagem (?:encaminhada|reencaminhada), inizio messaggio inoltrato
    begin doorgestuurd bericht, start på vidarebefordrat brev, videresendt meddelelse begynder
    alku välitetylle viestille, początek (?:wiadomości przekazywanej dalej|przekazywanej wiadomości)
    начало переадресованного сообщения, початок листа, iletilmiş ileti başlangıcı
    továbbított levél kezdete, začátek přeposílané zprávy, začiatok preposlanej správy, start på videresendt melding
    începutul mesajului redirecționat, έναρξη προωθημένου μηνύματος, početak proslijeđene poruke
    bắt đầu thư được chuyển tiếp, inici del missatge reenviat, 下面是被转发的邮件, 開始轉寄郵件, 以下是轉寄的郵件
    転送されたメッセージ, 전달된 메시지 시작, بداية الرسالة المعاد توجيهها, תחילת ההודעה שהועברה
""")
DASHES = r"[-\u2010-\u2015\u2212_*=>\s]"
ORIGINAL_LINE = re.compile(rf"{DASHES}{{2,80}}(?:{ORIGINAL}){DASHES}{{2,80}}:?$", re.IGNORECASE)
FORWARD_LINE = re.compile(
    rf"(?:{DASHES}{{2,80}}(?:{FORWARDED}|forwarded by .{{0,80}}|message transféré par .{{0,60}}){DASHES}{{0,80}}"
    rf"|(?:{BEGINS})\s?):?$",
    re.IGNORECASE,
)
MAY_FORWARD = re.compile(rf"^[^\S\n]*(?:(?=\S){DASHES}{{2}}|{BEGINS})", re.IGNORECASE | re.MULTILINE)
"""How a line begins of which that may be true."""

ORIGINAL_BARE = re.compile(rf"\s{{0,6}}(?:{ORIGINAL})\s{{0,6}}$", re.IGNORECASE)
RULED = re.compile(r"[-–—]{3,60} .{3,60} [-–—]{3,60}$")
RULE = re.compile(r"[\s*]{0,6}[-–—_=*]{4,}+[\s*]*$")

LABELS = {
    "from": """
        from, von, de, da, van, od, fra, från, lähettäjä, от, від, kimden, gönderen, feladó, de la, от кого
        expéditeur, remitente, remetente, mittente, absender, afzender, afsender, nadawca, odesílatel, odosielateľ, από
        message de, nuo, no, saatja, šalje, šalju, pošiljatelj, oddi wrth, ó, nga, frá, dari, từ, người gửi, mula kay
        kutoka, од, пошиљалац, изпращач, подател, z, desde, αποστολέας, จาก, ผู้ส่ง, से, प्रेषक, থেকে, অনুসারে, ਤੋਂ, તરફથી
        발신, 发件人, 發件人, 寄件者, 寄件人, 差出人, 送信者, 보낸 사람, 보낸사람, מאת, من, المرسل, از, فرستنده, منجانب
    """,
    "date": """
        sent, date, gesendet, gesendet am, datum, envoyé, envoyé le, enviado, enviado el, enviado em, enviada em
        fecha, data, enviada, data d'enviament, enviat, enviat el, data wysłania, inviato, inviato il, data invio
        verzonden, verzonden op, wysłano, wysłane, skickat, skickades, sendt, dato, lähetetty, päivämäärä, päiväys
        отправлено, дата, надіслано, дата отправки, изпратено, послато, gönderme tarihi, gönderildi, tarih, küldve
        elküldve, dátum, odesláno, odoslané, odoslaná, trimis, dată, išsiųsta, nosūtīts, saadetud, poslano, anfonwyd
        dyddiad, seolta, dërguar, sent þann, sent, dikirim, tanggal, đã gửi, ngày, ipinadala, ημερομηνία, στάλθηκε
        αποστολή, message du, date d'envoi, sent on, sent at, datetime, date sent, ส่ง, ส่งเมื่อ, วันที่, भेजा गया, दिनांक
        পাঠানো হয়েছে, তারিখ, ਭੇਜਿਆ, 发送时间, 发送日期, 寄件日期, 傳送時間, 日期, 時間, 时间, 送信日時, 日付, 日時
        보낸 날짜, 날짜, נשלח, תאריך, تاريخ, التاريخ, تاريخ الإرسال, أرسلت, تم الإرسال, ارسال, تاریخ, ارسال شده
        بھیجا گیا
    """,
    "to": """
        to, an, à, a, para, aan, do, till, til, vastaanottaja, кому, kime, alıcı, címzett, komu, pro, către, προς, до
        destinataire, destinataires, destinatario, empfänger, naar, per a, kam, adressaat, za, prima, primatelj, at
        chuig, për, drejtuar, kepada, đến, tới, người nhận, para kay, kwa, til, за, прималац, ถึง, ผู้รับ, को, प्रति, প্রতি, ਨੂੰ
        收件人, 收件者, 宛先, 받는 사람, 받는사람, אל, إلى, الى, به, گیرنده, بنام
    """,
    "cc": """
        cc, kopie, kopie (cc), copie, copie à, cópia, copia, kopi, kopia, kopio, копия, копія, másolat, másolatot kap
        bilgi, bcc, bcci, cco, cci, kópia, kp, v vednost, копие, copi, đồng gửi, สำเนา, tembusan, κοιν, κοινοποίηση
        抄送, 副本, 參照, 参照, 참조, עותק, نسخة, رونوشت
    """,
    "subject": """
        subject, betreff, objet, asunto, assunto, oggetto, ogg, onderwerp, temat, ämne, emne, aihe, тема, konu, tárgy
        předmět, predmet, subiect, θέμα, sujet, tema, tēma, teema, zadeva, относно, naslov, pwnc, ábhar, subjekti, efni
        perihal, subjek, chủ đề, tiêu đề, paksa, assumpte, предмет, เรื่อง, หัวเรื่อง, विषय, বিষয়, ਵਿਸ਼ਾ, વિષય
        主题, 主題, 主旨, 标题, 件名, 제목, נושא, الموضوع, موضوع
    """,
    "other": """
        reply-to, reply to, importance, priority, attachments, wichtigkeit, priorität, antwort an, attachment
        répondre à, sensitivity, importance, prioridad, anlagen, pièces jointes, adjuntos, categories
    """,
}
"""The labels of a block of headers as mail programs write it above older mail, by what they mean."""

MEANING = {label: meaning for meaning, labels in LABELS.items() for label in listed(labels)}
LABEL = re.compile(r"[\s>*_|]{0,8}([^\W\d][^:：\n<>@]{0,24}?)[\s*_]{0,6}[:：][\s*_|]{0,8}(.*)$", re.DOTALL)

ANSWERS = either("re, aw, antw, sv, vs, vá, odp, ynt, yan, rif, ref, rép, bls, atb, απ, رد, 回复, 回覆, 答复, 返信")
PASSES_ON = either("""
    fwd?, wg, tr, rv, i, enc, vl, vb, doorst, vidb, videresend, pd, továbbítva, ilt, пересл, 转发, 轉寄, 転送
""")
REPLY_SUBJECT = re.compile(
    rf"\s*(?:\[[^\]]{{0,40}}\]\s*)?(?:{ANSWERS})\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]", re.IGNORECASE
)
FORWARD_SUBJECT = re.compile(
    rf"\s*(?:\[\s*)?(?:(?:re|aw)\s*:\s*)?(?:{PASSES_ON})\s*[:：]|.{{0,300}}\((?:fwd|fw)\)\s*$", re.IGNORECASE
)
