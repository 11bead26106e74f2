"""How bytes become text: in which order ways are tried, what is told, and what is refused."""

from __future__ import annotations

import codecs

import pytest

from annotate.text.decoding import MAX_BYTES, How, decode
from annotate.text.notes import Note
from annotate.text.unreadable import (
    BrokenEncoding,
    NoEncodingFits,
    NotText,
    TooBig,
    UnknownEncoding,
    Unreadable,
)

ENGLISH = (
    "The government’s case deserves a hearing. Deterrence, says the ministry, “is not a matter of winning but of"
    " being a nuisance” – and a squadron of jets is a considerable one. There is something in each of these points, but"
    " none of them is an argument for aircraft in particular: a nuisance can be had for less, in a café.\n"
)
EUROS = "The toll costs 40 € a head, and the café on the quay pays it twice. The naïve reader may think otherwise.\n"
GERMAN = (
    "Es gibt in der Politik ein Wort, das niemandem wehtut und doch alles entscheidet. Es heißt: prüfen. Wer prüft, hat"
    " nichts versprochen und nichts abgelehnt. Er lässt nur die Zeit vergehen, und die arbeitet selten für eine Bahn.\n"
)
FRENCH = (
    "Le gouvernement a choisi de fermer la ligne, et il l’a fait sans débat. C’est une économie de façade : l’élève qui"
    " prenait le train prendra la voiture. « Nous avons étudié toutes les hypothèses », répète la ministre.\n"
)
RUSSIAN = (
    "Правительство решило закрыть линию, и никого об этом не спросило. Говорят, что поезд ходит пустым, но прежде из"
    " расписания вычеркнули половину рейсов. Ученик, который ездил к шести утра, будет вставать в четыре.\n"
)
ARABIC = (
    "لا أحد يجادل في أن البلاد تحتاج إلى الماء. فقد انخفض منسوب الآبار في السهل سبعة أمتار خلال عقد واحد، وصارت المدن"
    " تشرب يوما وتعطش يومين. والسد، من حيث المبدأ، فكرة معقولة.\n"
)
JAPANESE = (
    "政府は路線の廃止を決めたが、誰にも尋ねなかった。"
    "列車は空で走っていると言われるが、その前に本数の半分が削られていた。\n"
)
TRADITIONAL = "政府決定關閉這條鐵路，卻沒有問過任何人。有人說火車總是空的，可是在那之前，一半的班次已經被取消了。\n"
SIMPLIFIED = "政府决定关闭这条铁路，却没有问过任何人。有人说火车总是空的，可是在那之前，一半的班次已经被取消了。\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (EUROS, "iso-8859-15"),
        (ENGLISH, "mac-roman"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (FRENCH, "mac-roman"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (ARABIC, "cp1256"),
        (JAPANESE * 2, "shift_jis"),
        (JAPANESE * 2, "iso2022_jp"),
        (TRADITIONAL * 2, "big5"),
        (SIMPLIFIED * 2, "gb18030"),
    ],
)
def test_decode_guesses_and_says_so(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert found.text == text
    assert found.how is How.GUESS
    assert found.note is not None
    assert found.encoding in found.note


def test_a_guess_can_be_told_in_another_language() -> None:
    note = decode(ENGLISH.encode("cp1252")).note
    assert isinstance(note, Note)
    assert note.parameters["encoding"] == "cp1252"
    assert str(note) == note.sentence % note.parameters


def test_decode_believes_utf_8_without_a_word() -> None:
    found = decode("naïve 😀".encode())
    assert (found.text, found.encoding, found.how, found.note) == ("naïve 😀", "utf-8", How.UTF_8, None)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_wins_over_what_is_declared(mark: bytes, encoding: str) -> None:
    found = decode(mark + "naïve 😀".encode(encoding), declared="koi8-r")
    assert (found.text, found.encoding, found.how) == ("naïve 😀", encoding, How.BOM)


def test_what_is_declared_wins_over_utf_8() -> None:
    found = decode("é".encode(), declared="windows-1252")
    assert (found.text, found.how) == ("Ã©", How.DECLARED)


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("gb2312", "gb18030"),
        ("Shift_JIS", "cp932"),
        ("euc-kr", "cp949"),
        ("big5", "big5hkscs"),
        ("utf8", "utf-8"),
        ("x-mac-cyrillic", "mac-cyrillic"),
    ],
)
def test_labels_mean_what_they_mean_on_the_web(label: str, encoding: str) -> None:
    assert decode(b"abc", declared=label).encoding == encoding


@pytest.mark.parametrize("label", ["utf-16", "klingon", "replacement", "x-user-defined", "hex", ""])
def test_a_label_that_cannot_be_true_is_passed_over(label: str) -> None:
    assert decode("é".encode(), declared=label).how is How.UTF_8


def test_an_override_wins_over_everything() -> None:
    found = decode("é".encode(), declared="utf-8", override="latin-1")
    assert (found.text, found.encoding, found.how) == ("Ã©", "iso8859-1", How.OVERRIDE)
    assert decode("é".encode("utf-16-le"), override="utf-16-le").text == "é"


@pytest.mark.parametrize("name", ["klingon", "hex", "zip", "rot13", "undefined", "idna", "unicode_escape", "a\0b", "ü"])
def test_decode_refuses_an_encoding_nobody_knows(name: str) -> None:
    with pytest.raises(UnknownEncoding) as refusal:
        decode(b"abc", override=name)
    assert name in str(refusal.value)


@pytest.mark.parametrize(
    ("data", "byte", "line"),
    [
        ("naïve ".encode() + b"\xef" + "café\nmore".encode(), 7, 1),
        ("één twee\ndrié ".encode() + b"\xe9n\n", 17, 2),
        ("“quoted” and ".encode() + "cut “"[:-1].encode() + b"\xe2\x80", 21, 1),
    ],
)
def test_decode_refuses_what_is_nearly_utf_8_and_says_where(data: bytes, byte: int, line: int) -> None:
    with pytest.raises(BrokenEncoding) as refusal:
        decode(data)
    assert refusal.value.parameters == {"encoding": "utf-8", "byte": byte, "line": line}
    assert f"byte {byte}" in str(refusal.value)
    assert f"line {line}" in str(refusal.value)


@pytest.mark.parametrize(
    ("declared", "override", "mark"),
    [("utf-8", None, b""), (None, "utf-8", b""), (None, None, codecs.BOM_UTF8), ("gb18030", None, b"")],
)
def test_decode_refuses_what_is_not_what_it_says(declared: str | None, override: str | None, mark: bytes) -> None:
    data = mark + b"one\ntwo \xff\xff"
    with pytest.raises(BrokenEncoding) as refusal:
        decode(data, declared=declared, override=override)
    assert refusal.value.parameters["line"] == 2


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n...",
        b"PK\x03\x04rest",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest",
        b"{\\rtf1 words}",
        b"\x89PNG\r\n\x1a\nrest",
        b"\xff\xd8\xff\xe0rest",
        b"GIF89arest",
        b"\x1f\x8b\x08rest",
        b"\x7fELFrest",
        b"MZ\x90\x00\x03\x00",
        b"text with \x00 in it",
        bytes(range(1, 256)) * 4,
    ],
)
def test_decode_refuses_what_is_no_text(data: bytes) -> None:
    with pytest.raises(NotText) as refusal:
        decode(data)
    assert str(refusal.value).endswith(".")


def test_text_may_begin_like_a_program() -> None:
    assert decode(b"MZ is how it begins.").text.startswith("MZ")


def test_decode_refuses_what_no_encoding_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "chardet.detect_all", lambda *_, **__: [{"encoding": None, "confidence": 0.0, "language": None}]
    )
    with pytest.raises(NoEncodingFits):
        decode(b"\xe9t\xe9")


def test_decode_refuses_more_than_it_looks_at() -> None:
    with pytest.raises(TooBig):
        decode(b"a" * (MAX_BYTES + 1))


def test_every_refusal_is_a_sentence_with_its_parameters() -> None:
    def below(kind: type[Unreadable]) -> list[type[Unreadable]]:
        return [kind, *(deeper for direct in kind.__subclasses__() for deeper in below(direct))]

    for kind in below(Unreadable)[1:]:
        assert kind.sentence[0].isupper()
        assert kind.sentence[-1] == "."
