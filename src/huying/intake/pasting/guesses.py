"""What a piece seems to say, field by field, each with the stretch of text it rests on. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.intake.pasting.labels import shipped
from huying.intake.pasting.pieces import Form, Piece
from huying.intake.pasting.times import said_at
from huying.orders.states import Channel, OrderKind
from huying.people.rules import phone_digits, phones_in

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_NUMBER, LONGEST_TITLE = 60, 200, 64, 120
HEADED = _("who the message is from")
CALLED = _("how they call themselves")
LABELLED = _("a cell or label says so")
WRITTEN = _("it stands in the words")
SPOKEN = _("a number said digit by digit")
LOOKS = _("it looks like a message of a chat")
NUMBERED = _("it carries a number of a hotline")
ABOVE = _("it stands above the words")
_DANGER = re.compile(
    "着火|起火|失火|冒烟|煤气味|燃气味|漏气|煤气泄漏|燃气泄漏|漏电|触电|爆炸|坠落|高空抛物|坍塌|塌陷|塌了"
    "|跳楼|轻生|自杀|持刀|砍人|打人|家暴|晕倒|昏迷|昏倒|流血|被困|困人|困在|溺水|落水|井盖(?:没|丢|不见|塌|坏)|失踪|走失"
)
_KINDS = (
    (OrderKind.REPORT, re.compile("举报")),
    (OrderKind.COMPLAINT, re.compile("投诉")),
    (OrderKind.SUGGESTION, re.compile("建议")),
    (OrderKind.CONSULT, re.compile("请问.{0,30}(?:怎么|如何|哪里|需要|可以|几点|多少)|咨询|怎么办理|如何办理|需要什么材料")),
    (OrderKind.HELP, re.compile("求助|帮帮忙|能不能帮|请帮|麻烦帮")),
)  # fmt: skip
_TITLES = "先生|女士|小姐|阿姨|叔叔|大爷|大妈|大娘|奶奶|爷爷|师傅|老师"
_NAMES = (
    re.compile(r"我(?:叫|的名字是)\s?([\u4e00-\u9fff]{2,4}?)(?=[，。,.;；\s]|电话|手机|住|家|是|$)"),
    re.compile(r"(?:我姓|免贵姓)\s?([\u4e00-\u9fff])"),
    re.compile(rf"我是[^，。,.\n]{{0,12}}?([\u4e00-\u9fff](?:{_TITLES}))"),
    re.compile(rf"([\u4e00-\u9fff]{{1,3}}(?:{_TITLES}))[，,、\s]*(?:的?(?:电话|手机|联系方式)[是:：\s]*)?(?=1[3-9]\d{{9}})"),
    re.compile(r"联系人[是:：\s]*([\u4e00-\u9fff]{2,4})"),
)  # fmt: skip
_SPOKEN = re.compile(
    r"(?<![零〇一幺二两三四五六七八九])[一幺][三四五六七八九](?:\s?[零〇一幺二两三四五六七八九]){9}(?![零〇一幺二两三四五六七八九])"
)
_VALUE = {
    "零": "0", "〇": "0", "一": "1", "幺": "1", "二": "2", "两": "2", "三": "3", "四": "4",
    "五": "5", "六": "6", "七": "7", "八": "8", "九": "9",
}  # fmt: skip
_SOURCE = re.compile(
    r"(?:工单|单号|编号|受理号|流水号)[号编码是：:\s]{0,4}([A-Za-z0-9][A-Za-z0-9-]{5,31})"
)
_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
_NAMED = (
    r"(?:(?![我在是的到家住于向对了从去给把被您你他她们请问好和与这那号楼栋])[\u4e00-\u9fffA-Z\d]){1,8}"
    r"(?:路(?![灯口面边上过人])|街道?|大道|巷|胡同|小区|花园|新村|新居|公寓|宿舍|家园|家属院|苑|社区|市场|广场|公园|小学|中学"
    r"|大学|学校|医院|幼儿园|村(?![民委])|镇(?!政)|大厦|工业园|商城|车站|地铁站|大桥|国际城)"
)
_DOOR = rf"(?:\s?{_COUNT}\s?(?:号楼|号院|单元|栋|幢|座|#楼?|层|楼|室|户|号))"
_SPOT = re.compile(
    rf"{_NAMED}{_DOOR}*|{_COUNT}\s?(?:号楼|栋|幢|#楼?|单元|号院){_DOOR}*"
    r"|(?<!\d)\d{1,3}-\d{1,2}-\d{2,4}(?![\d-])"
)
_TAIL = re.compile(
    r"[东西南北]?(?:门口?|侧|边|面)|门口|楼下|楼道|楼顶|地下室|电梯口?|旁边|附近|对面|路口|停车场|车棚"
)


@dataclass(frozen=True, slots=True)
class Guess:
    """One field as it may be filled: the value, the stretch it rests on as it stands there, why."""

    value: str
    evidence: str
    why: str


def guessed(piece: Piece, *, at: datetime) -> dict[str, Guess]:
    """What can be guessed of a piece; fields of which it says nothing are left out."""
    found: dict[str, Guess] = {}
    for name, guess in _all(piece, at):
        if guess.value:
            found.setdefault(name, guess)
    return found


def danger(words: str) -> Guess | None:
    """The first word that speaks of danger to life or limb; None without one."""
    found = _DANGER.search(words)
    return Guess("on", found[0], WRITTEN) if found else None


def spot(words: str) -> Guess | None:
    """The stretch that tells most of where it is; None without one."""
    spots: list[tuple[int, int]] = []
    for found in _SPOT.finditer(words):
        end = _with_tail(words, found.end())
        if spots and spots[-1][1] == found.start():  # a road, its number, then the estate
            spots[-1] = (spots[-1][0], end)
        else:
            spots.append((found.start(), end))
    best = max((words[start:end] for start, end in spots), key=len, default="").strip()
    return Guess(best[:LONGEST_ADDRESS], best, WRITTEN) if best else None


def _with_tail(words: str, end: int) -> int:
    tail = _TAIL.match(words, end)
    return tail.end() if tail else end


def _all(piece: Piece, at: datetime) -> Iterator[tuple[str, Guess]]:
    yield from _of_cells(piece)
    words = piece.words
    for phone in phones_in(words) or phones_in(piece.raw):
        yield "contact_phone", Guess(phone_digits(phone), phone, WRITTEN)
    if spoken := _SPOKEN.search(words):
        value = "".join(_VALUE.get(char, "") for char in spoken[0])
        yield "contact_phone", Guess(value, spoken[0], SPOKEN)
    yield from _names(piece)
    for guess in (spot(words), danger(words)):
        if guess is not None:
            yield ("safety" if guess.value == "on" else "address"), guess
    if numbered := _SOURCE.search(words):
        yield "source_number", Guess(numbered[1], numbered[0], WRITTEN)
    if (when := said_at(piece.said, at=at)) is not None:
        local = timezone.localtime(when)
        yield "said_at", Guess(f"{local:%Y-%m-%dT%H:%M}", piece.said, ABOVE)
    for kind, pattern in _KINDS:
        if told := pattern.search(words):
            yield "kind", Guess(kind.value, told[0], WRITTEN)
    if piece.form is Form.CHAT:
        yield "channel", Guess(Channel.WECHAT.value, piece.sender, LOOKS)
    if number := piece.cells.get("number", ""):
        yield "channel", Guess(Channel.HOTLINE.value, number, NUMBERED)


def _names(piece: Piece) -> Iterator[tuple[str, Guess]]:
    for pattern in _NAMES:
        if named := pattern.search(piece.words):
            yield "contact_name", Guess(named[1][:LONGEST_NAME], named[0], CALLED)
    if piece.form is Form.CHAT:
        yield "contact_name", Guess(piece.sender[:LONGEST_NAME], piece.sender, HEADED)


def _of_cells(piece: Piece) -> Iterator[tuple[str, Guess]]:
    cells: Mapping[str, str] = piece.cells
    longest = {
        "contact_name": LONGEST_NAME, "address": LONGEST_ADDRESS, "title": LONGEST_TITLE,
        "number": LONGEST_NUMBER,
    }  # fmt: skip
    for name, most in longest.items():
        if said := cells.get(name, ""):
            field = {"number": "source_number", "title": "summary"}.get(name, name)
            yield field, Guess(" ".join(said.split())[:most], said, LABELLED)
    if phone := next(iter(phones_in(cells.get("contact_phone", ""))), ""):
        yield "contact_phone", Guess(phone_digits(phone), phone, LABELLED)
    for name, usual in (("kind", OrderKind), ("channel", Channel)):
        said = cells.get(name, "")
        value = shipped().values.get(name, {}).get(said, said)
        if value in set(usual):
            yield name, Guess(value, said, LABELLED)
