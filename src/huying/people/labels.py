"""What roles are called on pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.people.roles import Role

ROLES: Mapping[str, Promise] = {
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
}
