"""The rows by which blocks are recognised: a new outlet, or a new language, is a new row.

Each row is a cue that stands in a line, the kind it speaks for, where it may stand, and how long such a line can be.
A row is safe when no paragraph of argument would be written so; where that cannot be had, the row is for the tail
only, where a second thing has to agree (see `tail.py`). Patterns ignore case; they are matched from the line's start, those
for its end are searched for in its last characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from annotate.text.blocks.kinds import BlockKind


class Where(Enum):
    """Where in the piece a cue is believed."""

    ANYWHERE = auto()
    END = auto()
    """At the end of any line that has no full stop before it."""
    HEAD = auto()
    """Before the second long paragraph."""
    TAIL = auto()
    """Where nothing but such lines and teasers follows."""
    INSIDE_TAIL = auto()
    """Anywhere in a line of the tail."""
    NAMED_TAIL = auto()
    """In the tail, and the group `name` has to be the author's."""
    AFTER_NOTE = auto()
    """In the tail, straight after a note on the author."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One row."""

    name: str
    kind: BlockKind
    where: Where
    pattern: str
    words: int
    """The longest such line, in words."""
    needs: str = ""
    """Small letters that such a line contains: the pattern is not tried on others."""


BY_A_NAME = "by a name"
RELEASE = "for release"
"""Rows that others ask for by name."""

_END = r"\s*[:…>›»→]*$"
_COLON = r"\s*(?:[:：|›»→]|\s[–—-]\s)\s*"
_NAME = r"(?-i:[^\W\d_a-z][\w.’'-]*)(?:[ \u00a0](?-i:(?:(?:de|da|di|van|von|der|den|al|el|bin|la|le)[ -])*[^\W\d_a-z][\w.’'-]*)){1,4}"
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september"
    r"|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin"
    r"|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre"
    r"|octubre|noviembre|diciembre|يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر)"
)
_DATE = rf"(?:\d{{1,2}}\.? {_MONTH}\.?,? \d{{4}}|{_MONTH}\.? \d{{1,2}},? \d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})"
_WEEKDAY = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|(?:يوم )?ال(?:أحد|إثنين|اثنين"
    r"|ثلاثاء|أربعاء|خميس|جمعة|سبت))"
)
_RUBRIC = (
    r"(?:opinions?|comment(?:ary|s)?|op-?ed|columns?|columnists?|editorials?|perspectives?|viewpoints?|essays?|letters?"
    r"|reviews?|analysis|debate|ideas|the big idea|first person|guest (?:post|essay|column)|kommentar|meinung"
    r"|gastbeitrag|essay|leitartikel|tribune|chronique|éditorial|point de vue|opinión|tribuna|columna|رأي"
    r"|مقالات(?: الرأي)?|آراء)"
)
_ROLE = (
    r"(?:(?:guest |staff |senior |chief |opinion |contributing |sunday |political )*(?:columnist|writer|contributor"
    r"|correspondent|editor|reporter|commentator)|special to [\w ]+|for [\w -]+)"
)
_PICTURE = r"(?:photo|photograph|picture|image|illustration|graphic|foto|bild|fotografía|crédit photo|صورة|تصوير)s?"
_PIECE = r"(?:article|essay|piece|column|commentary|op-ed|story|post|review|letter|blog)"
_CALLING = (
    r"(?:fellow|professor|lecturer|teacher|columnist|correspondent|journalist|editor|author|writer|novelist|poet"
    r"|director|researcher|analyst|student|junior|sophomore|adviser|advisor|minister|ambassador|diplomat|founder"
    r"|president|chair|member|historian|economist|lawyer|scientist|engineer|hydrologist|physician|consultant|reporter"
    r"|head of|chief|former|book|think[- ]tank|university|institute)"
)
_DOES = r"(?:teaches|writes|chairs|covers|leads|directs|edits|reports|runs|founded|heads|blogs|tweets)"
_IS = r"(?:is|was|are|were|has|works|served|serves|lives)"
_CALLINGS = (
    r"(?:redakteur|professor|journalist|autor|publizist|korrespondent|dozent|leite[rt]|forscher|historiker|politolog"
    r"|chefredakteur|journaliste|professeur|écrivain|chercheu|éditorialiste|auteure?|directeur|directrice|avocat"
    r"|profesora?|periodista|escritora?|investigador|columnista|directora?|economista)"
)
_CALLINGS_IN_ARABIC = r"(?:كاتبة?|باحثة?|صحفية?|صحافية?|أستاذة?|محللة?|خبيرة?|أكاديمية?|محامية?|رئيسة?|مديرة?|دبلوماسية?)"
_ASIDE = r"(?:,? and {name}|, [^.]{{3,100}}?,)?,?".format(name=_NAME)

CUES: tuple[Cue, ...] = (
    # Leads elsewhere, in the middle of the piece
    Cue(
        "read more",
        BlockKind.CROSS_LINK,
        Where.ANYWHERE,
        r"(?:read (?:more|also|next|this)|also read|related(?: articles?| stor(?:y|ies)| reading)?|see also|more on this"
        r"|further reading|lesen sie (?:auch|mehr|dazu)|mehr zum thema|lire aussi|à lire(?: aussi)?|lea también|leer más"
        r"|te puede interesar|اقر[أا] (?:أيضا?ً?ا?|المزيد))" + _COLON + r"\S.*(?<![.。])$",
        40,
    ),
    Cue(
        "rubric and colon",
        BlockKind.CROSS_LINK,
        Where.ANYWHERE,
        r"(?-i:ANALYSIS|OPINION|COMMENT|WATCH|LISTEN|EXPLAINER|EXPLAINED|INTERACTIVE|IN PICTURES|GALLERY|PODCAST|VIDEO"
        r"|PROFILE|TIMELINE|LIVE|FACT CHECK|SPECIAL REPORT|INFOGRAPHIC|IN-DEPTH|REPORT|FEATURE)\s*:\s*\S[^.]*(?:\.\.\.|…)?$",
        25,
    ),
    Cue(
        "breadcrumb",
        BlockKind.CROSS_LINK,
        Where.HEAD,
        r"(?:home|start(?:seite)?|accueil|inicio|news|الرئيسية)(?:\s*[>›»/]\s*[^>›»/]{1,40}){1,5}$",
        15,
    ),
    # Pictures
    Cue("picture and colon", BlockKind.CAPTION, Where.ANYWHERE, rf"(?:file )?{_PICTURE}\s*:\s*\S", 60),
    Cue(
        "figure and number",
        BlockKind.CAPTION,
        Where.ANYWHERE,
        r"(?:figure|fig\.|chart|map|table|abb(?:ildung|\.)|grafik|figura|الشكل)\s*\d{1,3}\s*[:.—–]\s*\S",
        60,
    ),
    Cue(
        "credit in square brackets",
        BlockKind.CAPTION,
        Where.END,
        r"\[(?!(?:sic|emphasis|italics|my|editor|ed\.|translat|note|laughter|applause)\b)"
        r"(?-i:[^\W\d_a-z])[^\[\]\d]{1,60}\]$",
        60,
    ),
    Cue(
        "credit in round brackets",
        BlockKind.CAPTION,
        Where.END,
        rf"\((?:{_PICTURE}|credit|courtesy|file photo|handout)\b[^()]{{0,60}}\)$",
        60,
    ),
    Cue(
        "credit without brackets",
        BlockKind.CAPTION,
        Where.END,
        rf"\b{_PICTURE}(?:\s*:\s*| by )(?-i:[^\W\d_a-z])[^.:]{{1,60}}$",
        60,
    ),
    # Who and when
    Cue("rubric", BlockKind.BYLINE, Where.HEAD, rf"{_RUBRIC}(?:\s*[|/·•–-]\s*[\w &]{{1,40}})?$", 6),
    Cue(
        BY_A_NAME,
        BlockKind.BYLINE,
        Where.HEAD,
        r"(?:(?:written |words |text )?by|von|par|por|di|da|بقلم|كتبت?ه?)\s*:?\s+(?=(?-i:[^\W\d_a-z]))(?:[^.!?]|(?<=\b\w)\.(?=\s))*$",
        14,
    ),
    Cue("role", BlockKind.BYLINE, Where.HEAD, rf"{_ROLE}$", 5),
    Cue("date", BlockKind.BYLINE, Where.HEAD, rf"(?:{_WEEKDAY},? )?{_DATE}(?:[^!?.]|\.(?!$)|(?<=\bm)\.)*$", 14),
    Cue(
        "published",
        BlockKind.BYLINE,
        Where.HEAD,
        rf"(?:(?:first |last )?(?:published|updated|posted|modified)|veröffentlicht|aktualisiert|publié|publicado)\b.*(?:{_DATE}|\d\d?[:.]\d\d)(?:[^!?.]|\.(?!$)|(?<=\bm)\.)*$",
        20,
    ),
    Cue("reading time", BlockKind.BYLINE, Where.HEAD, r"\W*\d{1,2}[ -]min(?:ute)?s?\.?(?: read| lesezeit| de lecture)?$", 6),
    Cue("illustrated by", BlockKind.BYLINE, Where.HEAD, rf"(?:{_PICTURE}|art|artwork|video)s? by {_NAME}$", 9),
    Cue(
        RELEASE,
        BlockKind.SOURCE,
        Where.HEAD,
        r"(?:for (?:immediate )?(?:release|publication)|embargo(?:ed)?|not for (?:release|publication)|advance for)\b[^.!?]*$",
        20,
    ),
    Cue("length", BlockKind.SOURCE, Where.HEAD, r"\W?(?:about |approx\.? )?\d[\d,.]* (?:words|wörter|mots|palabras)\W?$", 4),
    # Invitations
    Cue(
        "buttons",
        BlockKind.TEASER,
        Where.ANYWHERE,
        r"(?:[^\w.!?]*(?:share(?: this(?: article| story| post)?)?|save|print|e-?mail|listen|comments?|copy link|subscribe"
        r"|sign (?:in|up)|log in|follow(?: us)?|advertisement|advert|sponsored(?: content)?|back to top|show more"
        r"|load more|leave a comment|anzeige|werbung|teilen|drucken|partager|imprimer|publicité|compartir|publicidad"
        r"|مشاركة|طباعة|إعلان)\b[^\w.!?]*(?:\d+[^\w.!?]*)?){1,6}$",
        12,
    ),
    Cue(
        "newsletter",
        BlockKind.TEASER,
        Where.ANYWHERE,
        r"(?:subscribe to|sign up (?:for|to)|get) (?:our|my|the) .*\b(?:newsletters?|inbox|briefing|free trial)\b",
        30,
    ),
    Cue(
        "subscribe",
        BlockKind.TEASER,
        Where.TAIL,
        r"(?:(?:subscribe to (?:our|my|(?-i:The|[A-Z]))|subscribe (?:now|today)|sign up|become a (?:member|subscriber))\b.*\b(?:newsletters?|inbox|briefing|price|free|issues?|editions?"
        r"|today|month|year)\b|(?:want|looking for|like what)\b.*\b(?:sign up|subscribe|newsletter|inbox)\b"
        r"|support (?:our|independent) journalism\b)",
        40,
    ),
    Cue(
        "thanks for reading",
        BlockKind.TEASER,
        Where.TAIL,
        r"(?:thank(?:s| you) for reading|if you (?:liked|enjoyed) (?:this|reading|what you)|danke fürs lesen"
        r"|merci de (?:votre lecture|nous lire))(?:[,.!]|$| (?-i:[A-Z]))",
        50,
    ),
    Cue(
        "comments closed",
        BlockKind.TEASER,
        Where.TAIL,
        r"comments (?:are|have been|were) (?:now )?(?:closed|disabled|turned off)(?: (?:for|on)\b[^,]*)?\.?$",
        15,
    ),
    Cue(
        "other stories",
        BlockKind.TEASER,
        Where.TAIL,
        r"(?:more (?:from|on|in|stories|opinion|like this)\b[^.!?]*|also (?:in|on) this [^.!?]*|(?:related|recommended)(?: stories| articles| content"
        r"| reading| posts| topics| for you)?|you (?:might|may) (?:also )?(?:like|enjoy|be interested in)[^.!?]*|(?:what to )?read (?:next|more)"
        r"|most (?:read|viewed|popular|shared|recent)[^.!?]*|trending(?: now)?|latest(?: news| stories)?|top stories|up next"
        r"|don[’']?t miss|editor[’']?s[’']? picks?|around the web|from our partners|mehr zum thema|auch interessant"
        rf"|meistgelesen|à lire aussi|sur le même (?:sujet|thème)|más información|te puede interesar|lo más leído"
        rf"|مواضيع ذات صلة|اقرأ أيضا?ً?ا?|الأكثر قراءة){_END}",
        12,
    ),
    Cue(
        "your opinion",
        BlockKind.TEASER,
        Where.TAIL,
        r"(?:do you (?:have an? (?:opinion|view|story)|agree|disagree)|have (?:your say|an opinion|something to say)|what do you think"
        r"|tell us|let us know|join the (?:conversation|discussion|debate)|send (?:us )?(?:a |your )?letters?|write to us"
        r"|letters? to the editor|to submit)\b.*(?:\b(?:comments?|below|e-?mail|editor|letters?|this article|words)\b|@)",
        60,
    ),
    Cue("tags", BlockKind.TEASER, Where.TAIL, r"(?:tags?|tagged|topics?|keywords?|filed under|schlagw\w+|الوسوم)\s*:\s*\S[^.!?]*$", 30),
    # Notes
    Cue("about the author", BlockKind.AUTHOR_NOTE, Where.TAIL, r"(?:about the authors?|über den autor|à propos de l[’']auteur)" + _END, 5),
    Cue(
        "the author is",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        rf"[\W_]{{0,3}}(?:the |der |die |l[’']|el |la )(?P<name>author|writer|columnist|autor(?:in)?|auteure?|autora)s? "
        rf"(?:{_DOES}\b|(?:{_IS}|ist|est|es)\b.*\b(?:{_CALLING}|{_CALLINGS}))",
        100,
    ),
    Cue(
        "a name and a calling",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        rf"[\W_]{{0,3}}(?P<name>{_NAME}){_ASIDE} (?:who )?(?:{_DOES}\b|{_IS}\b.*\b{_CALLING}s?\b)",
        120,
    ),
    Cue(
        "a name and a calling, elsewhere in Europe",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        rf"[\W_]{{0,3}}(?P<name>{_NAME}){_ASIDE} (?:ist|war|lehrt|schreibt|leitet|est|enseigne|dirige|es|enseña|escribe)\b.*\b{_CALLINGS}",
        120,
    ),
    Cue(
        "a name and a calling, in Arabic",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        rf"[\W_]{{0,3}}(?P<name>[^\W\d_]+(?: [^\W\d_]+){{1,3}}?)[،,:]? {_CALLINGS_IN_ARABIC}\b",
        60,
    ),
    Cue(
        "a name and a column",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        rf"[\W_]{{0,3}}(?P<name>{_NAME})[’']s? (?:column|latest|new|most recent|next|first|book|novel|newsletter)\b",
        60,
    ),
    Cue(
        "more of the author",
        BlockKind.AUTHOR_NOTE,
        Where.AFTER_NOTE,
        r"(?:(?:he|she|they) (?:is|are|was|were|has|have|lives?|previously|served|teaches|writes|tweets?|can be)|follow (?:him|her"
        r"|them|the author)|(?:contact|reach|e-?mail) (?:him|her|them|the author))\b",
        80,
    ),
    Cue(
        "whose views",
        BlockKind.DISCLAIMER,
        Where.TAIL,
        r"[\W_]{0,3}(?:the |any |all )?(?:views?|opinions?)(?: (?:and|or) (?:views?|opinions?|positions?))? (?:expressed|stated|given"
        r"|presented|in this|here|of (?:the )?(?:authors?|writers?|contributors?)|are (?:those|solely|entirely|the author))\b"
        r"(?=.*\b(?:authors?|writers?|contributors?|columnists?|article|essay|piece|column|here)\b)",
        80,
    ),
    Cue(
        "not necessarily ours",
        BlockKind.DISCLAIMER,
        Where.INSIDE_TAIL,
        r"(?=.*\b(?:authors?|writers?|contributors?|editors?|editorial|article|publishers?|newspaper|publication|organi[sz]ation"
        r"|employers?|company)\b).*\bnot necessarily (?:reflect|represent|those|the (?:views?|opinions?|positions?))",
        80,
        needs="necessarily",
    ),
    Cue(
        "no positions",
        BlockKind.DISCLAIMER,
        Where.INSIDE_TAIL,
        r"\bdoes not (?:take|endorse|adopt|hold) (?:any )?(?:institutional|editorial|official|corporate) (?:positions?|views?)\b",
        80,
        needs="does not",
    ),
    Cue("nicht unbedingt", BlockKind.DISCLAIMER, Where.INSIDE_TAIL, r"\bnicht unbedingt die (?:meinung|ansicht) (?:der redaktion|des verlag|von)", 80, needs="unbedingt"),
    Cue("n'engagent que", BlockKind.DISCLAIMER, Where.INSIDE_TAIL, r"n[’']engagent? que", 80, needs="engage"),
    Cue("no refleja", BlockKind.DISCLAIMER, Where.INSIDE_TAIL, r"\bno (?:necesariamente )?reflejan?\b", 80, needs="reflej"),
    Cue("لا تعبر بالضرورة", BlockKind.DISCLAIMER, Where.INSIDE_TAIL, r"لا (?:تعبّ?ر|تعكس|تمثّ?ل)", 80, needs="بالضرورة"),
    Cue(
        "correction",
        BlockKind.DISCLAIMER,
        Where.TAIL,
        rf"(?:\W{{0,3}}this {_PIECE} was (?:amended|updated|corrected|edited) (?:on|to|after)\b|(?:corrections?|clarification|editor[’']s"
        rf" note)\s*[:—–]|\W{{0,3}}an earlier version of this {_PIECE}\b)",
        80,
    ),
    # Where it is from
    Cue("source", BlockKind.SOURCE, Where.ANYWHERE, r"(?:sources?|quellen?|fuentes?|fonte|المصدر)\s*:\s*[^.!?]+$", 15),
    Cue("copyright", BlockKind.SOURCE, Where.TAIL, r"(?:©|\(c\) \d{4}|copyright (?:©|\(c\)|by|\d{4}))", 40),
    Cue("all rights reserved", BlockKind.SOURCE, Where.INSIDE_TAIL, r"\ball rights reserved[.)]?$", 25, needs="all rights"),
    Cue("alle Rechte vorbehalten", BlockKind.SOURCE, Where.INSIDE_TAIL, r"\brechte vorbehalten\b", 25, needs="rechte vor"),
    Cue("tous droits réservés", BlockKind.SOURCE, Where.INSIDE_TAIL, r"\btous droits réservés", 25, needs="tous droits"),
    Cue("derechos reservados", BlockKind.SOURCE, Where.INSIDE_TAIL, r"\bderechos reservados", 25, needs="derechos"),
    Cue("جميع الحقوق محفوظة", BlockKind.SOURCE, Where.INSIDE_TAIL, r"جميع الحقوق محفوظة", 25, needs="الحقوق"),
    Cue(
        "first published",
        BlockKind.SOURCE,
        Where.TAIL,
        rf"\W{{0,3}}(?:(?:this|the) {_PIECE} (?:was )?(?:first|originally) (?:appeared|published|posted|ran)|this {_PIECE} (?:was published"
        rf"|(?:appears|appeared) in the .*\b(?:issue|edition|magazine|newspaper|section|print)|is (?:adapted|excerpted|republished))"
        rf"|(?:originally|first) (?:published|appeared) (?:in|on|by|at)|(?:adapted|excerpted|republished|reprinted) (?:from|with)"
        rf"|(?:distributed|syndicated) by (?-i:[A-Z]))",
        40,
    ),
    Cue("end mark", BlockKind.SOURCE, Where.TAIL, r"(?:[-–—]\s?\d{1,2}\s?[-–—]|#{2,3}|\*{3}|[-–—]?\s?ends\s?[-–—]?|■|◆)$", 3),
)
