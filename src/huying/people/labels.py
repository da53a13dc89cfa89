"""What roles are called on pages."""

from collections.abc import Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from huying.kernel.voice import called
from huying.people.roles import Role


def voiced(kind: str, usual: Mapping[str, str | Promise]) -> dict[str, str | Promise]:
    """These labels, each as the practice of whoever reads calls it, where it has its own word."""
    return {key: _said(kind, str(key), label) for key, label in usual.items()}


def _word(kind: str, key: str, usual: str | Promise) -> str:
    return called(kind, key) or str(usual)


_said = lazy(_word, str)

ROLES: Mapping[str, str | Promise] = voiced("roles", {
    Role.RECEPTION_WORKER: _("Reception worker"),
    Role.DISPATCHER: _("Dispatcher"),
    Role.GRID_WORKER: _("Grid worker"),
    Role.GRID_ASSISTANT: _("Grid assistant"),
    Role.STREET_ADVISER: _("Street adviser"),
    Role.DEPARTMENT_ADVISER: _("Department adviser"),
    Role.BUILDING_HEAD: _("Building head"),
    Role.COMMUNITY_SECRETARY: _("Community secretary"),
    Role.STREET_LEADER: _("Street leader"),
    Role.DISTRICT_COMMANDER: _("District commander"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.EVALUATOR: _("Evaluator"),
    Role.AUDITOR: _("Auditor"),
    Role.SYSTEM_KEEPER: _("System keeper"),
})  # fmt: skip
