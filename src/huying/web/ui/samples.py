"""What the component page is filled with: invented people, one invented street, one fixed hour."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _

from huying.web.ui.sample_forms import FindForm, HoldForm, JudgeForm, ReturnForm, SayForm
from huying.web.ui.shapes import (
    Area,
    Bar,
    Cell,
    Chip,
    Column,
    Event,
    Fact,
    HeatRow,
    Move,
    NavGroup,
    Photo,
    Series,
    shares,
)
from huying.web.ui.words import when

NOW = datetime(2026, 3, 11, 3, 30, tzinfo=UTC)
FRIDAY = NOW + timedelta(days=2, hours=6)
COMPONENTS = (
    "button",
    "field",
    "choice",
    "file",
    "mover",
    "filter_bar",
    "dialog",
    "key",
    "badge",
    "clock",
    "promise",
    "notice",
    "suggestion",
    "words",
    "timeline",
    "person",
    "photos",
    "table",
    "row",
    "stat",
    "bars",
    "held",
    "facts",
    "steps",
    "way",
    "tabs",
    "pager",
    "lines_chart",
    "heat",
    "map_panel",
    "loading",
    "empty_state",
)
LONG = (
    "三号楼东门外的路灯坏了两天，晚上看不见台阶，旁边堆着装修垃圾，下雨以后积水漫到门口，"
    "我母亲昨天差点摔倒，请问能不能先放一盏临时灯，再一起把台阶和排水修好"
)


def everything() -> dict[str, Any]:
    """The context of the component page and of its sample pages."""
    return {
        "now": NOW,
        "long": LONG,
        "components": COMPONENTS,
        **_times(),
        **_forms(),
        **_happenings(),
        **_work(),
        **_charts(),
    }


def _times() -> dict[str, Any]:
    return {
        "friday": FRIDAY,
        "tonight": NOW + timedelta(hours=5),
        "midnight": NOW + timedelta(days=2, hours=12, minutes=30),
        "next_monday": NOW + timedelta(days=5, hours=6),
        "far_off": NOW + timedelta(days=40),
        "overdue": NOW - timedelta(minutes=40),
        "morning": NOW - timedelta(hours=2, minutes=10),
        "yesterday": NOW - timedelta(days=1, hours=2),
        "long_span": timedelta(days=1, hours=7),
        "short_span": timedelta(minutes=20),
    }


def _forms() -> dict[str, Any]:
    hold = HoldForm({"reason": "", "review_on": ""}, auto_id="hold_%s")
    return {
        "say": SayForm(auto_id="say_%s"),
        "say_photos": SayForm(auto_id="only_%s"),
        "say_wrong": SayForm({"text": LONG, "phone": ""}, auto_id="wrong_%s"),
        "judge": JudgeForm(initial={"solved": "partly"}, auto_id="judge_%s"),
        "judge_wrong": JudgeForm({}, auto_id="unjudged_%s"),
        "judge_notes": {"yes": _("and I am satisfied"), "no": _("someone else takes over")},
        "find": FindForm(auto_id="find_%s"),
        "moves": [
            Move("sign", _("Sign for it"), main=True, icon="check", key="s"),
            Move("give_back", _("Return"), ReturnForm(auto_id="return_%s")),
            Move("hold", _("Put on hold"), HoldForm(auto_id="keep_%s"), icon="circle-pause"),
            Move("void", _("Void"), danger=True),
        ],
        "moves_wrong": [Move("hold", _("Put on hold"), hold, main=True)],
        "foretold": [
            Event(
                "您的 K7M-3Q9X 眼下受条件所限先挂着，到时会接着办。", note="居民 · 短信 · 马上发出"
            ),
            Event(LONG, note="居民 · 单子页面上"),
        ],
    }


def _happenings() -> dict[str, Any]:
    return {
        "events": [
            Event(_("Repair"), note=when(FRIDAY, NOW), ahead=True),
            Event("已派给恒安物业维修组", note="今天 10:12 · 因为：楼内公共照明归物业"),
            Event("社区已受理", note="今天 09:40 · 用了 20 分钟", text=LONG),
            Event("您说了一声", note="今天 09:20"),
        ],
        "pictures": [
            Photo(static("kit/before.svg"), "东门台阶，路灯不亮", _("Before")),
            Photo(static("kit/after.svg"), "东门台阶，路灯亮着", _("After"), href="#photos"),
        ],
        "rates": [
            Bar(_("Response"), "98.2%", 98.2, href="#bars"),
            Bar(_("Solved"), "93.1%", 93.1),
            Bar(_("Satisfied"), "61.5%", 61.5, tone="amber"),
            Bar("恒安物业服务中心东区维修组", "9", 12, tone="seal"),
        ],
        "stretches": _stretches(),
        "facts": [
            Fact(_("Number"), "K7M-3Q9X"),
            Fact(_("Place"), "青梧街道 · 槐荫里社区 · 3 网格 · 3 号楼东门"),
            Fact(_("Category"), "公共照明", href="#facts"),
            Fact(_("Is with"), "恒安物业", note="楼内照明归物业 · 今天 09:30 · 小林"),
        ],
        "step_names": [_("Say it"), _("Where"), _("How to reach you")],
    }


def _stretches() -> list[Bar]:
    spans = [
        ("社区", "20 分钟", 20, "celadon"),
        ("待派", "4 小时", 240, "mist"),
        ("居民补充", "1 小时", 60, "amber"),
        ("物业", "7 小时", 420, "quiet"),
    ]
    parts = shares(minutes for _label, _value, minutes, _tone in spans)
    return [
        Bar(label, value, share, tone)  # type: ignore[arg-type]  # the tones above are literals
        for (label, value, _minutes, tone), share in zip(spans, parts, strict=True)
    ]


def _charts() -> dict[str, Any]:
    weeks = [f"第 {number} 周" for number in range(1, 9)]
    corners = (0.0, 1.0, 2.1, 3.0)
    names = iter(("槐荫里", "桂香里", "柳岸", "石桥", "南塘", "竹园", "北仓", "云台", "麦田"))
    squares = [
        [(120 + x, 36 + y), (120 + right, 36 + y), (120 + right, 36 + up), (120 + x, 36 + up)]
        for y, up in pairwise(corners)
        for x, right in pairwise(corners)
    ]
    return {
        "weeks": weeks,
        "series": [
            Series(_("Placed"), (42, 51, 38, 60, 66, 48, 52, 57)),
            Series(_("Done"), (30, 44, 41, 52, 61, 55, 50, 58), tone="amber"),
        ],
        "hours": [f"{hour} 时" for hour in (8, 10, 12, 14, 16, 18, 20)],
        "heat_rows": [
            HeatRow("周一", (3, 9, 4, 7, 8, 12, 5)),
            HeatRow("周三", (2, 6, 3, 5, 9, 10, 4)),
            HeatRow("周六", (0, 2, 1, 0, 3, 6, 7)),
        ],
        "areas": [
            Area(name, ring, value=value, late=int(value == 21))  # noqa: PLR2004 -- the one shown late
            for name, ring, value in zip(
                names, squares, (4, 9, 0, 14, 7, 21, 5, 18, 8), strict=True
            )
        ],
    }


def _work() -> dict[str, Any]:
    chips = [
        Chip(_("Due today"), "#filter_bar", 3, on=True),
        Chip(_("Joint work"), "#filter_bar", 2),
        Chip("12345", "#filter_bar", 4),
    ]
    columns = [
        Column(_("Matter"), main=True),
        Column(_("Place")),
        Column(_("State")),
        Column(_("Days"), number=True),
    ]
    rows = [
        [Cell("3 号楼东门路灯不亮", "#table", note="K7M-3Q9X"), "槐荫里", Cell(_("Waiting"), tone="soon"), 1],
        [Cell(LONG, "#table", note="K7M-2XDA"), "桂香里", Cell(_("In progress"), tone="celadon"), 12],
        ["楼上装修周末早上六点开工", "柳岸", Cell(_("Done"), tone="done"), 3],
    ]  # fmt: skip
    return {
        "chips": chips,
        "columns": columns,
        "rows": rows,
        "tab_items": [Chip(_("My orders"), "#tabs", 4, on=True), Chip(_("Board"), "#tabs"), Chip(_("Our team"), "#tabs")],
        "nav_groups": [
            NavGroup([Chip(_("My day"), "#", 12, on=True), Chip(_("Waiting"), "#", 7), Chip(_("To dispatch"), "#", 4), Chip(_("Returned"), "#", 1), Chip(_("Overdue"), "#", 0)]),
            NavGroup([Chip(_("Needs"), "#"), Chip(_("Shared resources"), "#"), Chip(_("Projects"), "#")], _("Lists")),
        ],
    }  # fmt: skip
