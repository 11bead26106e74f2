"""What each measure means to somebody who reads the number, what is usual in the field, and where both come from.

`title`, `meaning` and `usual` are marked for the translators and translated where they are shown; `sources` are
references and stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotate.text.notes import gettext_noop

EDITORIALS = "Al Khatib et al. 2016, A News Editorial Corpus for Mining Argumentation Strategies, COLING, C16-1324"
COMMENTS = "Bauwelinck & Lefever 2020, Annotating Topics, Stance, Argumentativeness and Claims, ArgMining 2020"
ESSAYS = "Stab & Gurevych 2017, Parsing Argumentation Structures in Persuasive Essays, CL 43(3), J17-3005"
PROPAGANDA = "Da San Martino et al. 2019, Fine-Grained Analysis of Propaganda in News Articles, EMNLP, D19-1565"
F_MEASURE = "Hripcsak & Rothschild 2005, Agreement, the F-Measure, and Reliability in Information Retrieval, JAMIA 12"
FURTHER = "Krippendorff, Mathet, Bouvry & Widlöcher 2016, Quality & Quantity 50, doi 10.1007/s11135-015-0266-1"


@dataclass(frozen=True, slots=True)
class About:
    """A measure in words."""

    title: str
    meaning: str
    usual: str
    sources: tuple[str, ...]


# Translators: what is usual for a measure of agreement on opinion pieces.
_NO_FIGURE = gettext_noop(
    "No figure for opinion pieces is common: compare labels and rounds of your own project with each other."
)
_KAPPA = gettext_noop(
    "Three people on news editorials whose units were cut beforehand reached 0.56, called high there; claims in "
    "readers' comments 0.45. Units that people cut themselves give less: 0.4 to 0.6 is normal."
)
_ALPHA_U = gettext_noop(
    "Persuasive essays by students, which are far more regular than opinion pieces, reached about 0.77; long texts "
    "with few spans come out too high."
)
_GAMMA = gettext_noop("Spans of propaganda techniques in news reached about 0.3 before they were settled.")

# Translators: titles of measures of agreement, and one sentence each on what the number means.
ABOUT: dict[str, About] = {
    "exact_f1": About(
        gettext_noop("Exact F1"),
        gettext_noop(
            "How many of two people's spans have the very same words and the same label, meant over all pairs; chance"
            " is not taken out."
        ),
        _NO_FIGURE,
        (F_MEASURE,),
    ),
    "overlap_f1": About(
        gettext_noop("Overlap F1"),
        gettext_noop(
            "How many of two people's spans of the same label share enough of their words, each span matched once at "
            "most; chance is not taken out."
        ),
        _NO_FIGURE,
        (F_MEASURE,),
    ),
    "character_f1": About(
        gettext_noop("Character F1"),
        gettext_noop(
            "How much of the text that two people gave a label they both gave it; borders between neighbouring spans "
            "of one label do not show, and chance is not taken out."
        ),
        _NO_FIGURE,
        (F_MEASURE,),
    ),
    "boundary_similarity": About(
        gettext_noop("Boundary similarity B"),
        gettext_noop(
            "How many of the places where a label begins or ends are the same for two people, a place one word off "
            "counting half; chance is not taken out."
        ),
        _NO_FIGURE,
        ("Fournier 2013, Evaluating Text Segmentation using Boundary Edit Distance, ACL, P13-1167",),
    ),
    "cohen_kappa": About(
        gettext_noop("Cohen's κ"),
        gettext_noop(
            "How often two people label the same unit alike, beyond what their own habits would give by chance, meant"
            " over all pairs; it falls where a label is rare."
        ),
        _KAPPA,
        ("Cohen 1960, A Coefficient of Agreement for Nominal Scales, EPM 20", EDITORIALS, COMMENTS),
    ),
    "fleiss_kappa": About(
        gettext_noop("Fleiss' κ"),
        gettext_noop(
            "How often any two of the people label the same unit alike, beyond what everybody's habits together would"
            " give by chance; it falls where a label is rare."
        ),
        _KAPPA,
        (
            "Fleiss 1971, Measuring Nominal Scale Agreement among Many Raters, Psychological Bulletin 76",
            EDITORIALS,
            COMMENTS,
        ),
    ),
    "gwet_ac1": About(
        gettext_noop("Gwet's AC1"),
        gettext_noop("Like κ, with a chance that hardly grows where a label is rare: read it beside κ, not instead."),
        _NO_FIGURE,
        ("Gwet 2008, Computing Inter-Rater Reliability and its Variance in the Presence of High Agreement, BJMSP 61",),
    ),
    "alpha_nominal": About(
        gettext_noop("Krippendorff's α, nominal"),
        gettext_noop(
            "How much less people differ on the same unit than units drawn at random would, for any number of people,"
            " some of whom may not have done every article."
        ),
        _KAPPA,
        ("Krippendorff 2004, Content Analysis, 2nd ed., ch. 11", EDITORIALS, COMMENTS),
    ),
    "alpha_sets": About(
        gettext_noop("Krippendorff's α of sets"),
        gettext_noop(
            "The same where a unit may have several labels: sets of labels that share some differ less than sets that"
            " share none."
        ),
        _NO_FIGURE,
        ("Passonneau 2006, Measuring Agreement on Set-valued Items (MASI), LREC",),
    ),
    "alpha_of_answers": About(
        gettext_noop("Krippendorff's α of answers"),
        gettext_noop(
            "How much less people's answers about the same article differ than answers drawn at random would; on a "
            "scale, steps that lie near each other differ less than steps far apart."
        ),
        _NO_FIGURE,
        ("Krippendorff 2004, Content Analysis, 2nd ed., ch. 11",),
    ),
    "alpha_u": About(
        gettext_noop("Krippendorff's α_U"),
        gettext_noop(
            "How much less far apart people's spans begin and end than spans thrown on the text at random; it rises "
            "with text that nobody marked."
        ),
        _ALPHA_U,
        ("Krippendorff 1995, On the Reliability of Unitizing Continuous Data, Sociological Methodology 25", ESSAYS),
    ),
    "u_alpha": About(
        gettext_noop("uα"),
        gettext_noop(
            "How far people cut the text into the same labelled and unlabelled stretches, by the length they share; "
            "nobody's own spans may overlap."
        ),
        _NO_FIGURE,
        (FURTHER,),
    ),
    "u_alpha_binary": About(
        gettext_noop("Binary uα"),
        gettext_noop("The same with all labels taken for one: how far people agree on what is worth marking at all."),
        _NO_FIGURE,
        (FURTHER,),
    ),
    "cu_alpha": About(
        gettext_noop("cuα"),
        gettext_noop("How far people agree on the label where both marked something."),
        _NO_FIGURE,
        (FURTHER,),
    ),
    "ku_alpha": About(
        gettext_noop("kuα"),
        gettext_noop("How far people agree on one label where both marked something."),
        _NO_FIGURE,
        (FURTHER,),
    ),
    "gamma": About(
        gettext_noop("γ"),
        gettext_noop(
            "How much less people's spans differ in place and label, each laid beside the one it fits best, than the "
            "same spans shifted at random; the measure made for spans that overlap."
        ),
        _GAMMA,
        ("Mathet, Widlöcher & Métivier 2015, Computational Linguistics 41(3), J15-3003", PROPAGANDA),
    ),
    "gamma_cat": About(
        gettext_noop("γ-cat"),
        gettext_noop(
            "How far people agree on the label of spans that lie at the same place, whatever they disagree on in "
            "places."
        ),
        _NO_FIGURE,
        ("Mathet 2018, The Agreement Measure γcat, Computational Linguistics 44(4), J18-4003",),
    ),
    "gamma_k": About(
        gettext_noop("γ-k"),
        gettext_noop("The same for one label: whether a span that one person gave it has it from the others too."),
        _NO_FIGURE,
        ("Mathet 2018, The Agreement Measure γcat, Computational Linguistics 44(4), J18-4003",),
    ),
}
