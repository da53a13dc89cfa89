"""Addresses as people type them, brought to one form."""

import re
import string
import unicodedata

_NUMERAL = "〇零一二两三四五六七八九十百"
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
UNITS = "号楼|号院|号|栋|幢|座|楼|单元|室|层|期|区|网格"
"""Words that follow a number in an address."""

_COUNTED = re.compile(rf"(?<![{_NUMERAL}])([{_NUMERAL}]{{1,5}})(?=#|{UNITS})")
# The order matters: each rule sees what the ones before it made, so that a second pass over
# the result finds nothing left to do.
_REWRITES = (
    (re.compile(r"(?<![0-9])0+(?=[0-9])"), ""),
    (re.compile(r"(?<=[0-9])室+(?![0-9])"), ""),
    (re.compile(r"(?<![0-9-])([0-9]{1,3})-([0-9]{1,2})-([0-9]{2,4})(?![0-9-])"), r"\1号楼\2单元\3"),
    (re.compile(r"(?<=[0-9A-Z])(?:号楼|栋楼|栋|幢|座|#楼|#)"), "号楼"),
    (re.compile(r"(?<=号楼)([0-9]{1,2})-([0-9]{2,4})(?![0-9-])"), r"\1单元\2"),
    (re.compile(r"(?:社区)?(?:居民委员会|居委会)"), "社区"),
    (re.compile(r"村?(?:村民委员会|村委会)"), "村"),
    (re.compile(r"街道(?:办事处|办)"), "街道"),
)
_CAPITALS = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


def normalise_address(text: str) -> str:
    """One form for one address: `幸福小区 三栋二单元３０１室` is `幸福小区3号楼2单元301`.

    NFKC, no blanks or invisible characters, capitals; counted Chinese numerals become digits;
    栋, 幢, 座 and # become 号楼; 室 after a number goes; `3-2-301` is spelled out; 居委会
    becomes 社区. Doing it twice changes nothing.
    """
    form = unicodedata.normalize("NFKC", _visible(text))
    form = unicodedata.normalize("NFKC", _visible(form).translate(_CAPITALS))
    form = _COUNTED.sub(lambda found: _arabic(found[1]), form)
    for pattern, replacement in _REWRITES:
        form = pattern.sub(replacement, form)
    return form


def _visible(text: str) -> str:
    """The text without separators, controls, format characters and lone surrogates."""
    return "".join(one for one in text if unicodedata.category(one)[0] not in "ZC")


def _arabic(numeral: str) -> str:
    """Digits for a Chinese numeral below a thousand, read by value or digit by digit."""
    if not re.search("[十百]", numeral):
        return "".join(str(_DIGITS[character]) for character in numeral)
    total, digit = 0, 0
    for character in numeral:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return str(total + digit)
