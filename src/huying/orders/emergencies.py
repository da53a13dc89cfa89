"""Words that call for an emergency number before anything else; the same numbers nationwide."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huying.orders.labels import Label


@dataclass(frozen=True, slots=True)
class Emergency:
    """A number to call at once, who answers it, and the words that point to it."""

    number: str
    who: Label
    words: tuple[str, ...]


EMERGENCIES = (
    Emergency(
        "120", _("Ambulance"),
        ("昏迷", "晕倒", "昏倒", "没有呼吸", "没呼吸", "喘不上气", "心梗", "中风", "大出血", "流血不止", "中毒",
         "触电", "溺水", "叫不醒", "摔得不能动", "不省人事", "unconscious", "not breathing", "heart attack"),
    ),
    Emergency(
        "119", _("Fire and rescue"),
        ("着火", "起火", "失火", "火灾", "冒浓烟", "浓烟", "爆炸", "燃气泄漏", "煤气泄漏", "漏煤气", "漏气",
         "困在电梯", "被困", "坍塌", "塌了", "on fire", "gas leak", "trapped"),
    ),
    Emergency(
        "110", _("Police"),
        ("持刀", "砍人", "抢劫", "入室", "正在打人", "家暴", "要跳楼", "想跳楼", "自杀", "轻生", "走失", "失踪",
         "绑架", "knife", "robbery", "suicide"),
    ),
    Emergency("122", _("Traffic police"), ("车祸", "撞人了", "被车撞", "肇事逃逸", "car crash")),
)  # fmt: skip


def emergencies_in(text: str) -> list[Emergency]:
    """The numbers the words point to, most pressing first; empty for everyday matters.

    Meant to be shown, never to stop anyone: a word can stand for something harmless.
    """
    said = text.lower()
    return [one for one in EMERGENCIES if any(word in said for word in one.words)]
