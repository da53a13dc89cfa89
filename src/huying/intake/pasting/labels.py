"""What columns and labels are called: as in the shipped map of Chinese columns, and what hotlines add."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from huying.intake.maps.loading import load
from huying.intake.maps.schema import Map

MAP = Path(__file__).resolve().parent.parent / "maps" / "chinese-columns.toml"
_MORE: Mapping[str, tuple[str, ...]] = {
    "number": ("受理单号", "流水号", "案件编号", "热线编号", "任务编号", "单号"),
    "text": ("诉求详情", "主要内容", "反映问题", "事件描述", "具体诉求", "问题内容", "来电内容", "工单内容"),
    "placed_at": ("来电日期", "反映时间", "派单时间", "交办时间", "日期"),
    "title": ("标题", "主题"),
    "address": ("事发地", "发生地址", "具体地址", "所在位置", "问题地址", "问题地点", "位置"),
    "contact_name": ("来电人", "来电人姓名", "反映人", "诉求人姓名", "市民姓名", "联系人姓名", "市民"),
    "contact_phone": ("来电号码", "来电电话", "联系方式", "手机号", "手机号码", "联系号码"),
    # Values that end the one before them and stay only in the paste itself.
    "other": (
        "备注", "紧急程度", "办理时限", "处置时限", "回复时限", "截止时间", "要求", "派发单位",
        "是否保密", "回访", "性别", "附件", "受理员", "办理要求", "工单类型", "区域",
    ),
}  # fmt: skip


@cache
def shipped() -> Map:
    """The shipped map of Chinese columns."""
    return load(MAP)


@cache
def names() -> Mapping[str, str]:
    """The field each name stands for."""
    said = shipped()
    found: dict[str, tuple[str, ...]] = {
        field: (*column.names, *_MORE.get(field, ())) for field, column in said.columns.items()
    }
    found["other"] = _MORE["other"]
    found["category"] = tuple(n for level in said.categories.levels for n in _names_of(level.name))
    found["community"] = _names_of(said.places.community.name)
    found["street"] = _names_of(said.places.street.name)
    found["unit"] = _names_of(said.units.unit.name)
    found["state"] = tuple(name for flag in said.flags.values() for name in flag.column.names)
    return {name: field for field, several in found.items() for name in several}


def _names_of(column: object) -> tuple[str, ...]:
    return tuple(getattr(column, "names", ()))


@cache
def label_pattern() -> re.Pattern[str]:
    """A known label at the beginning of a line or stretch: `联系电话：` or `【联系电话】`."""
    known = "|".join(sorted(map(re.escape, names()), key=len, reverse=True))
    return re.compile(
        rf"(?:^|(?<=[\s；;。，,、|]))(?:【(?P<boxed>{known})】\s*[:：]?|(?P<plain>{known})\s*[:：])[^\S\n]*",
        re.MULTILINE,
    )
