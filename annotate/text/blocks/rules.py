"""The rows by which blocks are recognised: a new outlet, or a new language, is a new row or a word in one.

Each row is a cue that stands in a line, the kind it speaks for, where it may stand, and how long such a line can be.
A row is safe when no paragraph of argument would be written so; where that cannot be had, the row is for the tail
only, where a second thing has to agree (see `tail.py`). Patterns ignore case and have no groups but `name`; they are
matched from the line's start, those of its end are searched for in its last characters.
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
    words: int
    """The longest such line, in words."""
    pattern: str
    needs: str = ""
    """Small letters that such a line contains: the pattern is not tried on others."""
    sure: bool = True
    """Whether such a line may begin the tail by itself; a paragraph could well be written so if it may not."""


def _one_of(*alternatives: str) -> str:
    return f"(?:{'|'.join(alternatives)})"


def _words(*lines: str) -> str:
    """One of the words of these lines."""
    return _one_of(*(word for line in lines for word in line.split()))


_CAPITAL = r"(?-i:[^\W\d_a-z])"
_NAME_WORD = r"(?-i:[^\W\d_a-z][\w.’'-]*)"
_PARTICLES = r"(?:(?-i:de|da|di|van|von|der|den|al|el|bin|la|le)[ -])*"
_NAME = rf"{_NAME_WORD}(?:[ \u00a0]{_PARTICLES}{_NAME_WORD}){{1,4}}"
_DECORATION = r"[\W_]{0,3}"
_NO_STOP = r"(?:[^!?.]|\.(?!$)|(?<=\bm)\.(?=$))*$"
"""To the end of a line that ends without a full stop, unless it is that of "a.m."."""
_HEADS = r"\s*[:…>›»→]*$"
_COLON = r"\s*(?:[:：|›»→]|\s[–—-]\s)\s*"

BY = _one_of("(?:written |words |text )?by", "von", "par", "por", "di", "da", "بقلم", "كتبت?ه?") + r"\s*:?\s+"
"""What stands before an author's name."""
RELEASE = "for release"
"""A row that others ask for by name."""

_MONTH = _words(
    r"jan\.? feb\.? mar\.? apr\.? may jun\.? jul\.? aug\.? sept?\.? oct\.? nov\.? dec\.?",
    "january february march april june july august september october november december",
    "januar februar märz mai juni juli oktober dezember",
    "janvier février mars avril juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)
_DATE = _one_of(
    rf"\d{{1,2}}\.? {_MONTH},? \d{{4}}",
    rf"{_MONTH} \d{{1,2}},? \d{{4}}",
    r"\d{4}-\d\d-\d\d",
    r"\d{1,2}[./]\d{1,2}[./]\d{4}",
)
_WEEKDAY = _one_of(
    _words("(?:mon|tue|wed|thu|fri|sat|sun)[a-z]* (?:mon|diens|donners|frei|sams|sonn)tag mittwoch"),
    _words("lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo"),
    "(?:يوم )?ال(?:أحد|إثنين|اثنين|ثلاثاء|أربعاء|خميس|جمعة|سبت)",
)
_RUBRIC = _one_of(
    _words("opinions? comment(?:ary|s)? op-?ed columns? columnists? editorials? perspectives? viewpoints? essays?"),
    _words("letters? reviews? analysis debate ideas kommentar meinung gastbeitrag leitartikel tribune chronique"),
    _words("éditorial opinión tribuna columna رأي آراء"),
    *("first person", "guest (?:post|essay|column)", "point de vue", "مقالات(?: الرأي)?"),
)
_PICTURE = _one_of(
    _words("photo(?:graph)?s? pictures? images? illustrations? graphics? fotos? bild fotografías? صورة تصوير"),
    "crédits? photos?",
)
_PIECE = _words("article essay piece column commentary op-ed story post review letter blog")

_DOES = _words("teaches writes chairs covers leads directs edits reports runs founded heads blogs")
_IS = _words("is was are were has works served serves lives")
_CALLING = _one_of(
    _words("fellow professor lecturer teacher columnist correspondent journalist editor author writer novelist poet"),
    _words("director researcher analyst student junior sophomore adviser advisor minister ambassador diplomat founder"),
    _words("president chair member historian economist lawyer scientist engineer physician consultant reporter"),
    _words("chief former book university institute"),
    *("head of", "think[- ]tank"),
)
_IS_ELSEWHERE = _words("ist war lehrt schreibt leitet est enseigne dirige es enseña escribe")
_CALLING_ELSEWHERE = _words(
    "redakteur chefredakteur professor journalist autor publizist korrespondent dozent leiter forscher historiker",
    "politolog journaliste professeur écrivain chercheu éditorialiste auteur directeur directrice avocat président",
    "membre économiste sociologue philosophe médecin profesora? periodista escritora? abogad[oa] catedrátic[oa]",
    "miembro investigadora? columnista directora? economista",
)
_CALLING_IN_ARABIC = _words(
    "كاتبة? باحثة? صحفية? صحافية? أستاذة? محللة? خبيرة? أكاديمية? محامية? رئيسة? مديرة?",
)
_ASIDE = rf"(?:,? and {_NAME}|, [^.]{{3,100}}?,)?,?"
_OF_THE_OUTLET = _words(
    "authors? writers? contributors? editors? editorial articles? publishers? newspaper publication organi[sz]ation",
    "employers? company",
)

CUES: tuple[Cue, ...] = (
    # Leads elsewhere, in the middle of the piece
    Cue(
        "read more",
        BlockKind.CROSS_LINK,
        Where.ANYWHERE,
        40,
        _one_of(
            *(
                "read (?:more|also|next|this)",
                "also read",
                "related(?: articles?| stor(?:y|ies)| reading)?",
                "see also",
            ),
            *("more on this", "further reading", "lesen sie (?:auch|mehr|dazu)", "mehr zum thema", "lire aussi"),
            *("à lire(?: aussi)?", "lea también", "leer más", "te puede interesar", "اقر[أا] (?:أيضا?ً?ا?|المزيد)"),
        )
        + _COLON
        + r"\S.*(?<![.。])$",
    ),
    Cue(
        "rubric and colon",
        BlockKind.CROSS_LINK,
        Where.ANYWHERE,
        25,
        r"(?-i:ANALYSIS|OPINION|COMMENT|WATCH|LISTEN|EXPLAINER|EXPLAINED|INTERACTIVE|IN PICTURES|GALLERY|PODCAST|VIDEO"
        r"|PROFILE|TIMELINE|LIVE|FACT CHECK|SPECIAL REPORT|INFOGRAPHIC|IN-DEPTH|REPORT|FEATURE)"
        r"\s*:\s*\S[^.]*(?:\.\.\.|…)?$",
    ),
    Cue(
        "rubric and colon, in Arabic",
        BlockKind.CROSS_LINK,
        Where.ANYWHERE,
        25,
        r"(?:تحليل|رأي|شاهد|بالصور|فيديو|تقرير|اسمع)\s*:\s*\S[^.]*$",
    ),
    Cue(
        "breadcrumb",
        BlockKind.CROSS_LINK,
        Where.HEAD,
        15,
        r"(?:home|start(?:seite)?|accueil|inicio|news|الرئيسية) ?(?:[>›»/][^>›»/]{1,50}){1,5}$",
    ),
    # Pictures
    Cue("picture and colon", BlockKind.CAPTION, Where.ANYWHERE, 60, rf"(?:file )?{_PICTURE}\s*:\s*\S"),
    Cue(
        "figure and number",
        BlockKind.CAPTION,
        Where.ANYWHERE,
        60,
        r"(?:figure|fig\.|chart|map|table|abb(?:ildung|\.)|grafik|figura|الشكل)\s*\d{1,3}\s*[:.—–]\s*\S",
    ),
    Cue(
        "credit in square brackets",
        BlockKind.CAPTION,
        Where.END,
        60,
        r"\[(?!(?:sic|emphasis|italics|my|editor|ed\.|translat|note|laughter|applause)\b)"
        rf"{_CAPITAL}[^\[\]\d]{{1,60}}\]$",
    ),
    Cue(
        "credit in round brackets",
        BlockKind.CAPTION,
        Where.END,
        60,
        rf"\((?:{_PICTURE}|credit|courtesy|file photo|handout)\b[^()]{{0,60}}\)$",
    ),
    Cue(
        "credit without brackets",
        BlockKind.CAPTION,
        Where.END,
        60,
        rf"\b{_PICTURE}(?:\s*:\s*| by ){_CAPITAL}[^.:]{{1,60}}$",
    ),
    # Who and when
    Cue("rubric", BlockKind.BYLINE, Where.HEAD, 6, rf"{_RUBRIC}(?:\s*[|/·•–-]\s*[\w &]{{1,40}})?$"),
    Cue("by a name", BlockKind.BYLINE, Where.HEAD, 14, rf"{BY}(?={_CAPITAL})(?:[^.!?]|(?<=\b\w)\.(?=\s))*$"),
    Cue(
        RELEASE,
        BlockKind.SOURCE,
        Where.HEAD,
        20,
        r"(?:(?:not |advance )?for (?:immediate )?(?:release|publication)|embargo(?:ed)?)\b[^.!?]*$",
    ),
    Cue(
        "role",
        BlockKind.BYLINE,
        Where.HEAD,
        5,
        r"(?:(?:guest |staff |senior |chief |opinion |contributing |sunday |political )*"
        r"(?:columnist|writer|contributor|correspondent|editor|reporter|commentator)"
        rf"|(?:special to|for) (?:the )?{_CAPITAL}[\w -]+)$",
    ),
    Cue("date", BlockKind.BYLINE, Where.HEAD, 14, rf"(?:{_WEEKDAY},? )?{_DATE}{_NO_STOP}"),
    Cue(
        "published",
        BlockKind.BYLINE,
        Where.HEAD,
        20,
        r"(?:(?:first |last )?(?:published|updated|posted|modified)|veröffentlicht|aktualisiert|publié|publicado)\b.*"
        rf"(?:{_DATE}|\d\d?[:.]\d\d){_NO_STOP}",
    ),
    Cue(
        "reading time",
        BlockKind.BYLINE,
        Where.HEAD,
        6,
        r"(?:(?:reading time|lesezeit|temps de lecture|tiempo de lectura)\s*:)?\W*\d{1,2}[ -]min(?:ute)?[sn]?\.?"
        r"(?: read| lesezeit| de lecture)?$",
    ),
    Cue("illustrated by", BlockKind.BYLINE, Where.HEAD, 9, rf"(?:{_PICTURE}|art|artwork|video) by {_NAME}$"),
    Cue(
        "length",
        BlockKind.SOURCE,
        Where.HEAD,
        4,
        r"\W?(?:about |approx\.? )?\d[\d,.]* (?:words|wörter|mots|palabras)\W?$",
    ),
    # Invitations
    Cue(
        "buttons",
        BlockKind.TEASER,
        Where.ANYWHERE,
        12,
        r"[^\w.!?]*(?=[^\W\d])(?:"
        + _one_of(
            *(
                r"\d+",
                "skip to (?:main )?content",
                "share(?: this(?: article| story| post)?)?",
                "save",
                "print",
                "e-?mail",
                "listen",
                "comments?",
                "copy link",
            ),
            *("subscribe", "sign (?:in|up)", "log in", "follow(?: us)?", "advertisement", "advert", "back to top"),
            *("sponsored(?: content)?", "show more", "load more", "leave a comment", "anzeige", "werbung", "teilen"),
            *("drucken", "partager", "imprimer", "publicité", "compartir", "publicidad", "مشاركة", "طباعة", "إعلان"),
        )
        + r"\b[^\w.!?]*){1,12}$",
    ),
    Cue(
        "newsletter",
        BlockKind.TEASER,
        Where.ANYWHERE,
        30,
        r"(?:subscribe to|sign up (?:for|to)|get) (?:our|my|the) .*\b(?:newsletters?|inbox|briefing|free trial)\b",
    ),
    Cue(
        "subscribe",
        BlockKind.TEASER,
        Where.TAIL,
        40,
        _one_of(
            r"(?:subscribe (?:now|today|to (?:our|my|(?-i:The|[A-Z])))|sign up|become a (?:member|subscriber))\b.*"
            r"\b(?:newsletters?|inbox|briefing|price|free|issues?|editions?|today|month|year)\b",
            r"(?:want|looking for|like what)\b.*\b(?:sign up|subscribe|newsletter|inbox)\b",
            r"support (?:our|independent) journalism\b",
        ),
    ),
    Cue(
        "thanks for reading",
        BlockKind.TEASER,
        Where.TAIL,
        50,
        r"(?:thank(?:s| you) for reading|if you (?:liked|enjoyed) (?:this|reading|what you)|danke fürs lesen"
        r"|merci de (?:votre lecture|nous lire))(?:[,.!]|$| (?-i:[A-Z]))",
    ),
    Cue(
        "comments closed",
        BlockKind.TEASER,
        Where.TAIL,
        15,
        r"comments (?:are|have been|were) (?:now )?(?:closed|disabled|turned off)(?: (?:for|on)\b[^,]*)?\.?$",
    ),
    Cue(
        "other stories",
        BlockKind.TEASER,
        Where.TAIL,
        12,
        _one_of(
            r"more (?:from|on|in|stories|opinion|like this)\b[^.!?]*",
            r"also (?:in|on) this [^.!?]*",
            r"(?:related|recommended)(?: stories| articles| content| reading| posts| topics| for you)?",
            r"you (?:might|may) (?:also )?(?:like|enjoy|be interested in)[^.!?]*",
            r"most (?:read|viewed|popular|shared|recent)[^.!?]*",
            *("(?:what to )?read (?:next|more)", "trending(?: now)?", "latest(?: news| stories)?", "top stories"),
            *("up next", "don[’']?t miss", "editor[’']?s[’']? picks?", "around the web", "from our partners"),
            *("mehr zum thema", "auch interessant", "meistgelesen", "à lire aussi", "sur le même (?:sujet|thème)"),
            *("más información", "te puede interesar", "lo más leído"),
            *("مواضيع ذات صلة", "اقرأ أيضا?ً?ا?", "الأكثر قراءة"),
        )
        + _HEADS,
    ),
    Cue(
        "your opinion",
        BlockKind.TEASER,
        Where.TAIL,
        60,
        _one_of(
            *(
                "do you (?:have an? (?:opinion|view|story)|agree|disagree)",
                "have (?:your say|an opinion|something to say)",
            ),
            *(
                "what do you think",
                "tell us",
                "let us know",
                "join the (?:conversation|discussion|debate)",
                "to submit",
            ),
            *("send (?:us )?(?:a |your )?letters?", "write to us", "letters? to the editor"),
        )
        + r"\b.*(?:\b(?:comments?|below|e-?mail|editor|letters?|this article|words)\b|@)",
    ),
    Cue(
        "tags",
        BlockKind.TEASER,
        Where.TAIL,
        30,
        r"(?:tags?|tagged|topics?|keywords?|filed under|schlagw\w+|الوسوم)\s*:\s*\S[^.!?]*$",
    ),
    # Notes on the author
    Cue(
        "about the author",
        BlockKind.AUTHOR_NOTE,
        Where.TAIL,
        5,
        r"(?:about the authors?|über den autor|über die autorin|à propos de l[’']auteure?)" + _HEADS,
    ),
    Cue(
        "the author is",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        100,
        rf"{_DECORATION}(?:the |der |die |l[’']|el |la )(?P<name>author|writer|columnist|autor(?:in|a)?|auteure?)s? "
        rf"(?:{_DOES}\b|(?:{_IS}|{_IS_ELSEWHERE})\b.*\b(?:{_CALLING}|{_CALLING_ELSEWHERE}))",
    ),
    Cue(
        "a name and a calling",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        120,
        rf"{_DECORATION}(?P<name>{_NAME}){_ASIDE} (?:{_DOES}\b|{_IS}\b.*\b{_CALLING}s?\b)",
    ),
    Cue(
        "a name and a calling, elsewhere",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        120,
        rf"{_DECORATION}(?P<name>{_NAME}){_ASIDE} {_IS_ELSEWHERE}\b.*\b{_CALLING_ELSEWHERE}",
    ),
    Cue(
        "a name and a calling, in Arabic",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        60,
        rf"{_DECORATION}(?P<name>[\u0621-\u064a][^\W\d_]*(?: [^\W\d_]+){{1,3}}?)[،,:]? {_CALLING_IN_ARABIC}\b",
    ),
    Cue(
        "a name and a column",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        60,
        rf"{_DECORATION}(?P<name>{_NAME})[’']s? (?:column|latest|new|most recent|next|first|book|novel|newsletter)\b",
    ),
    Cue(
        "more of the author",
        BlockKind.AUTHOR_NOTE,
        Where.AFTER_NOTE,
        80,
        r"(?:(?:he|she|they) (?:is|are|was|were|has|have|lives?|previously|served|teaches|writes|tweets?|can be)"
        r"|(?:follow|contact|reach|e-?mail) (?:him|her|them|the author))\b",
    ),
    # Whose opinion this is not
    Cue(
        "whose views",
        BlockKind.DISCLAIMER,
        Where.TAIL,
        80,
        rf"{_DECORATION}(?:the |any |all )?(?:views?|opinions?)(?: (?:and|or) (?:views?|opinions?|positions?))? "
        r"(?:expressed|stated|given|presented|in this|here|of (?:the )?(?:authors?|writers?|contributors?)"
        r"|are (?:those|solely|entirely|the author))\b"
        r"(?=.*\b(?:authors?|writers?|contributors?|columnists?|article|essay|piece|column|here)\b)",
    ),
    Cue(
        "not necessarily ours",
        BlockKind.DISCLAIMER,
        Where.INSIDE_TAIL,
        80,
        rf"(?=.*\b{_OF_THE_OUTLET}\b).*\bnot necessarily (?:reflect|represent|those|the (?:view|opinion|position)s?)",
        needs="necessarily",
    ),
    Cue(
        "opinions of their authors",
        BlockKind.DISCLAIMER,
        Where.INSIDE_TAIL,
        60,
        r"\b(?:opinions?|views?)\b.*\b(?:of|by) their (?:authors?|writers?|contributors?)\b",
        needs="their",
        sure=False,
    ),
    Cue(
        "no positions",
        BlockKind.DISCLAIMER,
        Where.INSIDE_TAIL,
        80,
        r"\bdoes not (?:take|endorse|adopt|hold) (?:any )?(?:institutional|editorial|official|corporate) "
        r"(?:positions?|views?)\b",
        needs="does not",
    ),
    Cue(
        "nicht unbedingt",
        BlockKind.DISCLAIMER,
        Where.INSIDE_TAIL,
        80,
        r"\bnicht unbedingt die (?:meinung|ansicht) (?:der redaktion|des verlag)",
        needs="unbedingt",
    ),
    Cue(
        "n’engagent que l’auteur",
        BlockKind.DISCLAIMER,
        Where.INSIDE_TAIL,
        80,
        r"n[’']engagent? que (?:leurs? auteur|la responsabilité|l[’']auteur|son auteur)",
        needs="engage",
    ),
    Cue(
        "no reflejan necesariamente",
        BlockKind.DISCLAIMER,
        Where.INSIDE_TAIL,
        80,
        r"\bopini(?:ón|ones)\b.*\bno (?:necesariamente )?reflejan?\b",
        needs="necesariamente",
    ),
    Cue(
        "لا تعبر بالضرورة",
        BlockKind.DISCLAIMER,
        Where.INSIDE_TAIL,
        80,
        r"(?:الآراء|المقال).*لا (?:تعبّ?ر|يعبّ?ر|تعكس|يعكس|تمثّ?ل|يمثّ?ل)",
        needs="بالضرورة",
    ),
    Cue(
        "correction",
        BlockKind.DISCLAIMER,
        Where.TAIL,
        80,
        _one_of(
            rf"\W{{0,3}}this {_PIECE} was (?:amended|updated|corrected|edited) (?:on|to|after)\b",
            rf"\W{{0,3}}an earlier version of this {_PIECE}\b",
            r"(?:corrections?|clarification|editor[’']s note)\s*[:—–]",
        ),
    ),
    # Where it is from
    Cue("source", BlockKind.SOURCE, Where.ANYWHERE, 15, r"(?:sources?|quellen?|fuentes?|fonte|المصدر)\s*:\s*[^.!?]+$"),
    Cue("copyright", BlockKind.SOURCE, Where.TAIL, 40, r"(?:©|\(c\) \d{4}|copyright (?:©|\(c\)|by|\d{4}))"),
    Cue("reserved", BlockKind.SOURCE, Where.INSIDE_TAIL, 25, r"\ball rights reserved[.)]?$", needs="all rights"),
    Cue("vorbehalten", BlockKind.SOURCE, Where.INSIDE_TAIL, 25, r"\brechte vorbehalten[.)]?$", needs="rechte vor"),
    Cue("réservés", BlockKind.SOURCE, Where.INSIDE_TAIL, 25, r"\btous droits réservés[.)]?$", needs="tous droits"),
    Cue("reservados", BlockKind.SOURCE, Where.INSIDE_TAIL, 25, r"\bderechos reservados[.)]?$", needs="derechos"),
    Cue("محفوظة", BlockKind.SOURCE, Where.INSIDE_TAIL, 25, r"جميع الحقوق محفوظة", needs="الحقوق"),
    Cue(
        "first published",
        BlockKind.SOURCE,
        Where.TAIL,
        40,
        r"\W{0,3}"
        + _one_of(
            rf"(?:this|the) {_PIECE} (?:was )?(?:first|originally) (?:appeared|published|posted|ran)",
            rf"this {_PIECE} was published",
            rf"this {_PIECE} (?:appears|appeared) in the .*\b(?:issue|edition|magazine|newspaper|section|print)",
            rf"this {_PIECE} is (?:adapted|excerpted|republished)",
            r"(?:originally|first) (?:published|appeared) (?:in|on|by|at)",
            r"(?:adapted|excerpted|republished|reprinted) (?:from|with)",
            r"(?:distributed|syndicated) by (?-i:[A-Z])",
        ),
    ),
    Cue(
        "end mark",
        BlockKind.SOURCE,
        Where.TAIL,
        3,
        r"(?:[-–—]\s?\d{1,2}\s?[-–—]|#{2,3}|\*{3}|[-–—]?\s?ends\s?[-–—]?|■|◆)$",
    ),
)
