"""Names in every character set of PS3.3 C.12.1.1.2, and in sets that are wrongly declared.

Rule: a name is made of letters of its own script alone, so that it is found in any encoding or not at
all. Not here: names in ASCII, which every other module plants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factories.canaries.tokens import draw

if TYPE_CHECKING:
    from factories.canaries.draft import Draft

_KANJI = "山田太郎花子木村佐藤鈴高橋渡辺伊中小林加吉松井清水斎池阿部森石川前岡後長谷福島西原"
_HANZI = "王小东李明张伟刘洋陈静杨丽赵强黄磊周敏吴芳徐军孙浩朱红胡建郭林何飞马超罗平高梁宋郑谢韩唐"
_HANGUL = "김희중이박최정강조윤장임한오서신권황안송류홍전고문손양배백허남심노하곽성차주우구민진지엄채"

SETS: dict[str, tuple[str, str]] = {
    "ISO_IR 100": ("ISO_IR 100", "äöüßéèñçøåæîôû"),
    "ISO_IR 101": ("ISO_IR 101", "ąćęłńśźżčřěšů"),
    "ISO_IR 109": ("ISO_IR 109", "ĉĝĥĵŝŭħġ"),
    "ISO_IR 110": ("ISO_IR 110", "āčēģīķļņšūž"),
    "ISO_IR 148": ("ISO_IR 148", "ğışçöü"),
    "ISO_IR 144": ("ISO_IR 144", "бвгджзклмнпрстфхцчшщюя"),
    "ISO_IR 126": ("ISO_IR 126", "αβγδεζηθικλμνξοπρστυφχψω"),
    "ISO_IR 127": ("ISO_IR 127", "بتثجحخدذرزسشصضطظعغفقكلمنهوي"),
    "ISO_IR 138": ("ISO_IR 138", "אבגדהוזחטיכלמנסעפצקרשת"),
    "ISO_IR 166": ("ISO_IR 166", "กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวสหอฮ"),
    "ISO_IR 13": ("ISO_IR 13", "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓ"),
    "ISO 2022 IR 87": ("\\ISO 2022 IR 87", _KANJI),
    "ISO 2022 IR 159": ("\\ISO 2022 IR 87\\ISO 2022 IR 159", "丂丄丅丌丒丟丣两丨丫丮丯丰丵乀乁乄乇乑乚"),
    "ISO 2022 IR 149": ("\\ISO 2022 IR 149", _HANGUL),
    "ISO 2022 IR 58": ("\\ISO 2022 IR 58", _HANZI),
    "GB18030": ("GB18030", _HANZI),
    "GBK": ("GBK", _HANZI),
    "ISO_IR 192 Han": ("ISO_IR 192", _HANZI + _KANJI),
    "ISO_IR 192 Hangul": ("ISO_IR 192", _HANGUL),
    "ISO_IR 192 Devanagari": ("ISO_IR 192", "कखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह"),
    "ISO_IR 192 as 100": ("ISO_IR 192", "бвгджзклмнпрстфхцчшщюя"),
    "ISO_IR 144 as 100": ("ISO_IR 144", "бвгджзклмнпрстфхцчшщюя"),
    "ISO_IR 100 undeclared": ("ISO_IR 100", "äöüßéèñçøåæîôû"),
}
"""Case -> Specific Character Set to encode with, letters of the names."""

_PRETENDED = {
    "ISO_IR 192 as 100": b"ISO_IR 100",
    "ISO_IR 144 as 100": b"ISO_IR 100",
    "ISO_IR 100 undeclared": b"ISO_IR 6  ",
}
_FIELDS = ("OtherPatientNames", "InstitutionName", "PatientComments", "StudyDescription", "OperatorsName")


def case(draft: Draft, name: str) -> None:
    """Write names in one character set into names, short and long texts, and a nested item."""
    declared, letters = SETS[name]
    draft.dataset.SpecificCharacterSet = declared.split("\\")
    place = f"charset/{name}"
    for keyword in _FIELDS:
        setattr(
            draft.dataset, keyword, _written(draft, letters, place, keyword, ideographic="\\" in declared)
        )
    inner = draft.item(draft.dataset, "ReferencedPatientSequence")
    inner.PatientName = _written(draft, letters, place, "OtherPatientNames", ideographic="\\" in declared)
    if (pretended := _PRETENDED.get(name)) is not None:
        real = declared.encode()
        draft.after.append(lambda content: content.replace(real, pretended, 1))


def _written(draft: Draft, letters: str, place: str, field: str, *, ideographic: bool) -> str:
    word = _word(draft, letters, f"{place}/{field}/{len(draft.ledger.canaries)}")
    draft.record("text", word, place)
    if not field.endswith(("Names", "Name")) or field == "InstitutionName":
        return word
    given = letters[0] + letters[1]
    return f"Zoe^Ann={word}^{given}" if ideographic else f"{word}^{given}"


def _word(draft: Draft, letters: str, purpose: str) -> str:
    number, word = draw(draft.ledger.mint.seed, draft.file, purpose), ""
    for _ in range(7):
        number, at = divmod(number, len(letters))
        word += letters[at]
    return word
