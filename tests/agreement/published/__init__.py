"""Reliability data that publications and other programmes print numbers for, each with where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from annotate.agreement.continuum import Continuum, Span
from annotate.text.extent import Extent

FOLDER = Path(__file__).parent


def _words(text: str) -> list[str]:
    return text.split()


COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
"""Cohen 1960, p. 37: how often 200 cases got each pair of categories."""
COHEN_LOW = [[25, 12, 3], [13, 2, 15], [12, 16, 2]]
"""Cohen 1960, p. 37, the second table."""
ARTSTEIN = [[20, 10], [20, 50]]
"""Artstein & Poesio 2008 (CL 34:4), p. 558."""
ARTSTEIN_WEIGHTED = [[46, 0, 0], [6, 32, 6], [0, 0, 10]]
"""Artstein & Poesio 2008, p. 568: STAT, IReq, Chck."""
PARADOX = [[80, 7], [8, 5]]
"""A table with one common category, whose AC1 the R package irrCAC 1.4 computed."""

FLEISS = _words("""
444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445
333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555
""")
"""Fleiss 1971, p. 379: six psychiatrists' diagnoses of thirty patients, a word a patient."""

KRIPPENDORFF = "123321412***", "1233224125*3", "*3332342251*", "12332441251*"
"""Krippendorff's 4 × 12 reliability data (Computing Krippendorff's Alpha-Reliability, 2011), a word an observer."""

FIFTEEN = "*****34121133*3", "1*213343*******", "**21344*21133*4"
"""The 3 × 15 example of Wikipedia's article on Krippendorff's alpha."""

HAYES = _words("""
112*2 1101* 2333* *00*0 000*0 000*0 102*1 1*20* 222*2 2111* *100* 0000* 1222* 33223 111*1 111*1 212*2 1233* 1101* 000*0
0011* 00*00 2333* 0000* 12*22 0111* 00010 1212* 1122* 112*2 110*0 2121* 22*22 3222* 222*2 223*2 222*2 22*12 2222* 111*1
""")
"""Hayes & Krippendorff 2007 (doi 10.1080/19312450709336664), p. 84: five observers, forty items, a word an item."""

STARGAZER = [
    [2, 3, 3, 1, 3, 6, 3],
    [2, 8, 2, 4, 2, 3],
    [2, 1, 2, 3, 1, 3, 1, 3, 2, 2, 1],
    [2, 1, 4, 1, 1, 3, 1, 4, 3, 1],
    [3, 2, 4, 3, 5, 4],
    [2, 3, 4, 2, 2, 5, 3],
    [2, 3, 2, 2, 3, 1, 3, 2, 3],
]
"""Hearst 1997: seven people's segments of one magazine article, in paragraphs."""

AGREE_2 = (
    (
        "PER:4-17 LOC:18-24 ORG:34-37 PER:361-397 PER:563-567 PER:720-724 PER:1074-1078 PER:1081-1096 MISC:2376-2387 "
        "LOC:2498-2504",
        "PER:4-17 ORG:34-37 PER:361-397 PER:563-567 PER:720-724 PER:1081-1096 MISC:2376-2387 LOC:2498-2504",
    ),
    (
        "LOC:0-8 ORG:18-21 ORG:192-195 PER:327-344 PER:454-465 ORG:650-653",
        "LOC:0-8 ORG:18-21 LOC:42-54 ORG:161-190 PER:327-344 ORG:408-426 PER:454-465 ORG:516-523 ORG:650-653",
    ),
)
"""The two documents and two annotators of `data/agreement/agree-2` in bratiaa's repository."""

ESSAY_4 = (
    "MajorClaim:1667-1758 Premise:417-530 Premise:532-818 Premise:820-924 Premise:1074-1158 Premise:1160-1413 "
    "Premise:1432-1550 Claim:183-239 Claim:953-1031 Claim:1578-1624",
    "MajorClaim:262-376 MajorClaim:1667-1758 Premise:417-530 Premise:532-818 Premise:820-924 Claim:953-1031 "
    "Premise:1074-1158 Claim:1578-1624 Premise:1160-1413 Premise:1432-1550",
)
"""Essay 4 of the persuasive essays' agreement study (Stab & Gurevych 2017), annotators 2 and 3: borders only."""

MATHET = (
    "1:2-9 2:11-17 5:24-30 6:32-36 6:36-44 7:44-60",
    "1:2-9 3:11-17 5:19-25 6:32-44",
    "1:2-9 4:11-17 5:21-27 6:32-36 6:36-40 6:40-44",
)
"""The example of three people in Mathet, Widlöcher & Métivier 2015."""

PYGAMMA = {
    "1": ("a:1-5 b:6-10 a:11-15", "a:2-6 b:7-11 a:12-16"),
    "2": ("a:1-5 b:6-10 a:20-24 b:30-34", "a:2-6 b:31-35"),
    "3": ("a:1-5 b:6-10 a:11-15", "a:1-5 b:6-10 a:11-15"),
    "4": ("a:1-5 b:10-14", "a:2-6 b:11-15", "a:1-4 c:9-14"),
    "5": (
        " ".join(f"{'abc'[i % 3]}:{10 * i + 1}-{10 * i + 6}" for i in range(16)),
        " ".join(f"{'abc'[(i + 1) % 3]}:{10 * i + 2}-{10 * i + 8}" for i in range(16)),
    ),
    "6": ("a:1-5 b:6-10 c:11-15", "a:2-7 b:8-12 a:11-15"),
}
"""The continua of DKPro Statistics' fixtures 1 to 6, whose disorders pygamma-agreement 0.5.9 computed."""

UNITS_2004 = (
    "c:225-295 c:370-400 k:180-240 k:300-350",
    "c:220-300 c:355-375 c:400-420 k:180-240 k:300-350",
)
"""Krippendorff 2004, p. 254, on the continuum from 150 to 450."""

UNITS_1995 = {
    "A": ("A:2-10 A:14-20", "A:4-8 A:15-17"),
    "B": ("B:0-18", "B:0-2 B:2-3 B:3-4 B:4-5 B:5-6 B:6-9 B:9-10"),
    "C": ("C:2-8 C:10-12 C:14-18 C:20-22", "C:0-2 C:4-8 C:10-14 C:16-18 C:20-22"),
    "D": ("D:0-2 D:2-10 D:10-14 D:14-20 D:20-24", "D:0-4 D:4-8 D:8-15 D:15-17 D:17-24"),
}
"""Krippendorff 1995, p. 57: four pairs of observers on a continuum of 24."""

KEYPHRASES = ("k:3-14 k:22-52", "k:3-9 k:22-52", "k:22-45")
"""The example of the package krippendorff-unitized-alpha 0.1.0, on 56 characters."""
SIXTY = ("1:2-5", "1:2-5 2:10-20", "2:2-5 2:15-20")
"""The example of another public implementation of uα, on a length of 60."""


def continuum(sets: Sequence[str], length: int, *, article: int = 1, begin: int = 0, stretch: int = 1) -> Continuum:
    """An article from `label:start-end` words, a text a person; offsets less `begin`, times `stretch`."""
    return Continuum(
        article,
        length * stretch,
        {person: tuple(_span(word, begin, stretch) for word in words.split()) for person, words in enumerate(sets, 1)},
    )


def _span(word: str, begin: int, stretch: int) -> Span:
    label, borders = word.split(":")
    start, end = (stretch * (int(border) - begin) for border in borders.split("-"))
    return Span(Extent.one(start, end), label)


def inclusive(sets: Sequence[str]) -> list[str]:
    """The same words read with their ends as the last position, not the first behind."""
    shifted = []
    for words in sets:
        parts = [word.rsplit("-", 1) for word in words.split()]
        shifted.append(" ".join(f"{start}-{int(end) + 1}" for start, end in parts))
    return shifted


def read(name: str) -> Continuum:
    """One of the generated continua of this folder."""
    lines = (FOLDER / f"{name}.txt").read_text().splitlines()
    length = max(int(word.rsplit("-", 1)[1]) for line in lines for word in line.split())
    return continuum(lines, length)


def rated(items: Sequence[str]) -> list[Continuum]:
    """An article of one character for each item; `items` hold a sign a person, `*` where they did not rate it."""
    return [
        Continuum(
            article, 1, {person: (Span(Extent.one(0, 1), sign),) for person, sign in enumerate(item) if sign != "*"}
        )
        for article, item in enumerate(items, 1)
    ]


def columns(observers: Sequence[str]) -> list[str]:
    """Items from a word an observer."""
    return ["".join(signs) for signs in zip(*observers, strict=True)]


def tabled(table: Sequence[Sequence[int]]) -> Continuum:
    """One article with a character for every case of a contingency table; category 0 is `a`, 1 is `b` …"""
    cases = [
        (row, column) for row, counts in enumerate(table) for column, count in enumerate(counts) for _ in range(count)
    ]
    return Continuum(
        1,
        len(cases),
        {
            person: tuple(Span(Extent.one(at, at + 1), "abcdef"[case[person]]) for at, case in enumerate(cases))
            for person in (0, 1)
        },
    )
