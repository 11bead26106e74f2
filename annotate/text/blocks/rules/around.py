"""What stands amid a piece and is no argument: what leads elsewhere, what is said of pictures."""

from __future__ import annotations

from annotate.text.blocks.kinds import BlockKind
from annotate.text.blocks.rules.cues import Cue, Where
from annotate.text.blocks.rules.words import CAPITAL, COLON, PICTURE, one_of

LEADS: tuple[Cue, ...] = (
    Cue(
        "read more",
        BlockKind.CROSS_LINK,
        Where.ANYWHERE,
        40,
        one_of(
            *(
                "read (?:more|also|next|this)",
                "also read",
                "related(?: articles?| stor(?:y|ies)| reading)?",
                "see also",
            ),
            *("more on this", "further reading", "lesen sie (?:auch|mehr|dazu)", "mehr zum thema", "lire aussi"),
            *("à lire(?: aussi)?", "lea también", "leer más", "te puede interesar", "اقر[أا] (?:أيضا?ً?ا?|المزيد)"),
        )
        + COLON
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
)

PICTURES: tuple[Cue, ...] = (
    Cue("picture and colon", BlockKind.CAPTION, Where.ANYWHERE, 60, rf"(?:file )?{PICTURE}\s*:\s*\S"),
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
        rf"{CAPITAL}[^\[\]\d]{{1,60}}\]$",
    ),
    Cue(
        "credit in round brackets",
        BlockKind.CAPTION,
        Where.END,
        60,
        rf"\((?:{PICTURE}|credit|courtesy|file photo|handout)\b[^()]{{0,60}}\)$",
    ),
    Cue(
        "credit without brackets",
        BlockKind.CAPTION,
        Where.END,
        60,
        rf"\b{PICTURE}(?:\s*:\s*| by ){CAPITAL}[^.:]{{1,60}}$",
    ),
)
