"""What says that words still stand elsewhere: a writer's "my answers are below", a bare "Dear Jo,", a server's banner.

Where one of these is all there is above older mail, or the writer says so, nothing without a `>` may be cut.
"""

import re

MINE = r"(?:answer|response|respon[sd]|repl(?:y|ies|ied)|comment|note|written|wrote|put|added|mark|view|point)\w*"
OLD_MAIL = r"(?:e-?mail|mail|message|letter|text|questions?|points?|body|words)"
NO_DEADLINE = r"(?!\W{1,3}(?:\w{1,12}\W{1,3}){0,4}(?:hours?|days?|weeks?|months?|deadline|time)\b)"
"""Not "a response within 14 days"."""

COLOURS = r"(?:red|blue|green|purple|orange|pink|yellow|bold|capitals|caps|italics?|colou?r|brackets|highlight\w*)"
ANSWERED = re.compile(
    rf"\b{MINE}\b[^.\n]{{0,50}}\b(?:below|in-?line|in line|underneath|beneath|within{NO_DEADLINE}|interspersed|embedded"
    rf"|in {COLOURS}"
    rf"|(?:in|under|after|next to|beside|against|between|at) (?:your|the|this|each|every|all|these) ?\w{{0,12}} ?"
    rf"{OLD_MAIL}|in (?:the )?text)\b"
    rf"|\b(?:answers?|comments?|notes?|responses|replies|added|put)\b[^.\n]{{0,30}}"
    rf"\bto (?:your|the|this|each|every|all|these) ?\w{{0,12}} ?{OLD_MAIL}\b"
    rf"|\b(?:below|underneath|beneath)\b[^.\n]{{0,30}}\b{MINE}\b"
    rf"|\b(?:see|in) {COLOURS}\b(?! (?:car|house|door|room))|\bin-?line\b"
    r"|^\W{0,3}(?:please |pls |hi,? |hello,? )?(?:see|read|look) (?:it )?(?:all )?(?:below|underneath|under)\b.{0,12}$"
    r"|\b(?:siehe|antworten?|kommentare?|anmerkungen)\b.{0,30}\b(?:unten|im text|in rot|in blau|dazwischen)\b"
    r"|\b(?:réponses?|commentaires?|voir)\b.{0,30}(?:ci-dessous|plus bas|dans le texte|en (?:rouge|bleu))"
    r"|\b(?:respuestas?|comentarios?|respostas?|comentários?|risposte|commenti|ver|vedi)\b.{0,30}"
    r"\b(?:abajo|más abajo|abaixo|sotto|en (?:rojo|azul|el texto)|nel testo|no texto)\b"
    r"|\b(?:odpowied\w+|komentarz\w*|patrz)\b.{0,30}\b(?:poniżej|niżej|pod spodem|w tekście|na czerwono)\b"
    r"|\b(?:ответ\w*|комментари\w*|см\.?|смотри\w*)\b.{0,30}\b(?:ниже|внизу|в тексте)\b"
    r"|\b(?:antwoord\w*|zie|opmerkingen)\b.{0,30}\b(?:onder|hieronder|in de tekst)\b"
    r"|\b(?:răspuns\w*|vezi)\b.{0,30}\b(?:mai jos|în text)\b|\b(?:cevap\w*|yanıt\w*)\b.{0,30}\başağıda\b"
    r"|\b(?:atebion|gweler|ymateb\w*)\b.{0,30}\bisod\b|(?:答|回复|回覆|見)[^\n]{0,8}(?:下|如下)|(?:ردي|إجابات\w*|انظر)[^\n]{0,20}أدناه",
    re.IGNORECASE | re.MULTILINE,
)
"""The writer says that their words stand among the old ones: then nothing without a `>` may be cut."""

GREETING = re.compile(
    r"[\W_]{0,3}(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening)|morning|afternoon|evening|helo|annwyl)\b"
    r"[^.!?\n]{0,40},\s*$",
    re.IGNORECASE,
)
"""A line that only begins a letter: what it begins is still to come."""

BANNER = re.compile(
    r"[\W_]{0,6}(?:\[?(?:caution|warning|external(?: (?:e-?mail|sender|message))?|official(?:-sensitive)?)\b[\W_]{0,6}$"
    r"|(?:caution|warning|external|notice)\b.{0,60}\b(?:outside|external|unknown|originat)"
    r"|(?:this|the) (?:e-?mail|message|sender)\b.{0,40}\b(?:outside|external)"
    r"|(?:please )?do(?: not|n['’]t) (?:click|open)\b.{0,60}\b(?:links?|attachments?)\b"
    r"|you don['’]t often get email from|some people who received this message don['’]t)",
    re.IGNORECASE,
)
"""What a mail server writes above a mail from outside. Nobody said it."""
