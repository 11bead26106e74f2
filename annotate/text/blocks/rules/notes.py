"""What stands below a piece of its author, and of whose opinion it is not."""

from __future__ import annotations

from annotate.text.blocks.kinds import BlockKind
from annotate.text.blocks.rules.cues import Cue, Where
from annotate.text.blocks.rules.words import (
    ASIDE,
    CALLING,
    CALLING_ELSEWHERE,
    CALLING_IN_ARABIC,
    DECORATION,
    DOES,
    HEADING_END,
    IS,
    IS_ELSEWHERE,
    NAME,
    OF_THE_OUTLET,
    PIECE,
    one_of,
)

AUTHORS: tuple[Cue, ...] = (
    Cue(
        "about the author",
        BlockKind.AUTHOR_NOTE,
        Where.TAIL,
        5,
        r"(?:about the authors?|über den autor|über die autorin|à propos de l[’']auteure?)" + HEADING_END,
    ),
    Cue(
        "the author is",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        100,
        rf"{DECORATION}(?:the |der |die |l[’']|el |la )(?P<name>author|writer|columnist|autor(?:in|a)?|auteure?)s? "
        rf"(?:{DOES}\b|(?:{IS}|{IS_ELSEWHERE})\b.*\b(?:{CALLING}|{CALLING_ELSEWHERE}))",
    ),
    Cue(
        "a name and a calling",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        120,
        rf"{DECORATION}(?P<name>{NAME}){ASIDE} (?:{DOES}\b|{IS}\b.*\b{CALLING}s?\b)",
    ),
    Cue(
        "a name and a calling, elsewhere",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        120,
        rf"{DECORATION}(?P<name>{NAME}){ASIDE} {IS_ELSEWHERE}\b.*\b{CALLING_ELSEWHERE}",
    ),
    Cue(
        "a name and a calling, in Arabic",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        60,
        rf"{DECORATION}(?P<name>[\u0621-\u064a][^\W\d_]*(?: [^\W\d_]+){{1,3}}?)[،,:]? {CALLING_IN_ARABIC}\b",
    ),
    Cue(
        "a name and a column",
        BlockKind.AUTHOR_NOTE,
        Where.NAMED_TAIL,
        60,
        rf"{DECORATION}(?P<name>{NAME})[’']s? (?:column|latest|new|most recent|next|first|book|novel|newsletter)\b",
    ),
    Cue(
        "more of the author",
        BlockKind.AUTHOR_NOTE,
        Where.AFTER_NOTE,
        80,
        r"(?:(?:he|she|they) (?:is|are|was|were|has|have|lives?|previously|served|teaches|writes|tweets?|can be)"
        r"|(?:follow|contact|reach|e-?mail) (?:him|her|them|the author))\b",
    ),
)

DISCLAIMERS: tuple[Cue, ...] = (
    Cue(
        "whose views",
        BlockKind.DISCLAIMER,
        Where.TAIL,
        80,
        rf"{DECORATION}(?:the |any |all )?(?:views?|opinions?)(?: (?:and|or) (?:views?|opinions?|positions?))? "
        r"(?:expressed|stated|given|presented|in this|here|of (?:the )?(?:authors?|writers?|contributors?)"
        r"|are (?:those|solely|entirely|the author))\b"
        r"(?=.*\b(?:authors?|writers?|contributors?|columnists?|article|essay|piece|column|here)\b)",
    ),
    Cue(
        "not necessarily ours",
        BlockKind.DISCLAIMER,
        Where.INSIDE_TAIL,
        80,
        rf"(?=.*\b{OF_THE_OUTLET}\b).*\bnot necessarily (?:reflect|represent|those|the (?:view|opinion|position)s?)",
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
        one_of(
            rf"\W{{0,3}}this {PIECE} was (?:amended|updated|corrected|edited) (?:on|to|after)\b",
            rf"\W{{0,3}}an earlier version of this {PIECE}\b",
            r"(?:corrections?|clarification|editor[’']s note)\s*[:—–]",
        ),
    ),
)
