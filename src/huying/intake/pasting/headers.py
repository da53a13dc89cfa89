"""The lines that stand above chat messages: who, and when."""

import re
from dataclasses import dataclass

_DAY = r"(?:\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?|今天|昨天|前天|(?:星期|周)[一二三四五六日天])"
_CLOCK = r"(?:(?:上午|下午|凌晨|早上|中午|傍晚|晚上)\s?)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[AaPp][Mm])?"
_TIME = rf"(?:{_DAY}(?:\s*{_CLOCK})?|{_CLOCK})"
# No sentence is a name: short, and without what ends or divides one.
_NAME = r"[^\s:：，。！？；,!?;\n][^:：，。！？；,!?;\n]{0,29}?"
_ACCOUNT = r"(?:\s?[(（<]\d{5,12}[)）>])?"
_PATTERNS = (
    re.compile(rf"^[^\S\n]*(?P<name>{_NAME}){_ACCOUNT}[^\S\n]+(?P<said>{_TIME})[^\S\n]*$"),
    re.compile(
        rf"^[^\S\n]*(?P<said>{_DAY}\s*{_CLOCK})[^\S\n]+(?P<name>{_NAME}){_ACCOUNT}[:：]?[^\S\n]*$"
    ),
    re.compile(rf"^[^\S\n]*\[?(?P<said>{_TIME})\]?[^\S\n]+(?P<name>{_NAME})[:：](?=[^\S\n]*\S)"),
    re.compile(rf"^[^\S\n]*(?P<name>{_NAME})[^\S\n]+(?P<said>{_TIME})[:：](?=[^\S\n]*\S)"),
)
# A forwarded message says only who, in front of the words.
_CALLED = "阿姨|叔叔?|伯伯?|大爷|大妈|大娘|奶奶|爷爷|婆婆|先生|女士|小姐|师傅|老师|姐|哥|妈妈?|爸爸?|业主|住户|居民|邻居"
_FORWARDED = re.compile(
    rf"^[^\S\n]*(?P<name>[\w\-#·（）()]{{0,16}}(?:{_CALLED}))[:：](?=[^\S\n]*\S)"
)
# The line between two days, and what the program itself writes above a chat that was sent on.
_SEPARATOR = re.compile(
    rf"^[^\S\n]*(?:[—\-–_]{{2,60}}[^\S\n]*(?P<day>{_DAY})?[^\S\n]*[—\-–_]{{2,60}}|聊天记录如下.{{0,12}}|.{{0,30}}的聊天记录|[-—–_]{{4,120}})[^\S\n]*$"
)


@dataclass(frozen=True, slots=True)
class Header:
    """Who and when, and how many characters of the line say so; blank where it does not say."""

    name: str
    said: str
    length: int


def header(line: str) -> Header | None:
    """The header this line is, or begins with; None for a line of words."""
    for pattern in _PATTERNS:
        if found := pattern.match(line):
            return Header(found["name"].strip(), found["said"].strip(), found.end())
    if found := _FORWARDED.match(line):
        return Header(found["name"].strip(), "", found.end())
    return None


def separator(line: str) -> str | None:
    """The day a dividing line names, "" where it names none; None for any other line."""
    found = _SEPARATOR.match(line)
    return None if found is None else found["day"] or ""
