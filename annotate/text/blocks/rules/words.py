"""The words that rows are made of: names, dates, callings, what a piece is called, in several languages."""

from __future__ import annotations


def one_of(*alternatives: str) -> str:
    """One of these patterns."""
    return f"(?:{'|'.join(alternatives)})"


def word_of(*lines: str) -> str:
    """One of the words of these lines."""
    return one_of(*(word for line in lines for word in line.split()))


CAPITAL = r"(?-i:[^\W\d_a-z])"
NAME_WORD = r"(?-i:[^\W\d_a-z][\w.’'-]*)"
PARTICLES = r"(?:(?-i:de|da|di|van|von|der|den|al|el|bin|la|le)[ -])*"
NAME = rf"{NAME_WORD}(?:[ \u00a0]{PARTICLES}{NAME_WORD}){{1,4}}"
DECORATION = r"[\W_]{0,3}"
NO_STOP = r"(?:[^!?.]|\.(?!$)|(?<=\bm)\.(?=$))*$"
"""To the end of a line that ends without a full stop, unless it is that of "a.m."."""
HEADING_END = r"\s*[:…>›»→]*$"
COLON = r"\s*(?:[:：|›»→]|\s[–—-]\s)\s*"

BY = one_of("(?:written |words |text )?by", "von", "par", "por", "di", "da", "بقلم", "كتبت?ه?") + r"\s*:?\s+"
"""What stands before an author's name."""

MONTH = word_of(
    r"jan\.? feb\.? mar\.? apr\.? may jun\.? jul\.? aug\.? sept?\.? oct\.? nov\.? dec\.?",
    "january february march april june july august september october november december",
    "januar februar märz mai juni juli oktober dezember",
    "janvier février mars avril juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)
DATE = one_of(
    rf"\d{{1,2}}\.? {MONTH},? \d{{4}}",
    rf"{MONTH} \d{{1,2}},? \d{{4}}",
    r"\d{4}-\d\d-\d\d",
    r"\d{1,2}[./]\d{1,2}[./]\d{4}",
)
WEEKDAY = one_of(
    word_of("(?:mon|tue|wed|thu|fri|sat|sun)[a-z]* (?:mon|diens|donners|frei|sams|sonn)tag mittwoch"),
    word_of("lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo"),
    "(?:يوم )?ال(?:أحد|إثنين|اثنين|ثلاثاء|أربعاء|خميس|جمعة|سبت)",
)
RUBRIC = one_of(
    word_of("opinions? comment(?:ary|s)? op-?ed columns? columnists? editorials? perspectives? viewpoints? essays?"),
    word_of("letters? reviews? analysis debate ideas kommentar meinung gastbeitrag leitartikel tribune chronique"),
    word_of("éditorial opinión tribuna columna رأي آراء"),
    *("first person", "guest (?:post|essay|column)", "point de vue", "مقالات(?: الرأي)?"),
)
PICTURE = one_of(
    word_of("photo(?:graph)?s? pictures? images? illustrations? graphics? fotos? bild fotografías? صورة تصوير"),
    "crédits? photos?",
)
PIECE = word_of("article essay piece column commentary op-ed story post review letter blog")

DOES = word_of("teaches writes chairs covers leads directs edits reports runs founded heads blogs")
IS = word_of("is was are were has works served serves lives")
CALLING = one_of(
    word_of("fellow professor lecturer teacher columnist correspondent journalist editor author writer novelist poet"),
    word_of(
        "director researcher analyst student junior sophomore adviser advisor minister ambassador diplomat founder"
    ),
    word_of("president chair member historian economist lawyer scientist engineer physician consultant reporter"),
    word_of("chief former book university institute"),
    *("head of", "think[- ]tank"),
)
IS_ELSEWHERE = word_of("ist war lehrt schreibt leitet est enseigne dirige es enseña escribe")
CALLING_ELSEWHERE = word_of(
    "redakteur chefredakteur professor journalist autor publizist korrespondent dozent leiter forscher historiker",
    "politolog journaliste professeur écrivain chercheu éditorialiste auteur directeur directrice avocat président",
    "membre économiste sociologue philosophe médecin profesora? periodista escritora? abogad[oa] catedrátic[oa]",
    "miembro investigadora? columnista directora? economista",
)
CALLING_IN_ARABIC = word_of(
    "كاتبة? باحثة? صحفية? صحافية? أستاذة? محللة? خبيرة? أكاديمية? محامية? رئيسة? مديرة?",
)
ASIDE = rf"(?:,? and {NAME}|, [^.]{{3,100}}?,)?,?"
OF_THE_OUTLET = word_of(
    "authors? writers? contributors? editors? editorial articles? publishers? newspaper publication organi[sz]ation",
    "employers? company",
)
