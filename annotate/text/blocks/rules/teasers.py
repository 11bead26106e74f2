"""What invites to something else: buttons, newsletters, other stories."""

from __future__ import annotations

from annotate.text.blocks.kinds import BlockKind
from annotate.text.blocks.rules.cues import Cue, Where
from annotate.text.blocks.rules.words import HEADING_END, one_of

TEASERS: tuple[Cue, ...] = (
    Cue(
        "buttons",
        BlockKind.TEASER,
        Where.ANYWHERE,
        12,
        r"[^\w.!?]*(?=[^\W\d])(?:"
        + one_of(
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
        one_of(
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
        one_of(
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
        + HEADING_END,
    ),
    Cue(
        "your opinion",
        BlockKind.TEASER,
        Where.TAIL,
        60,
        one_of(
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
)
