"""Roles people hold in a place, and what each role may do there: permissions, not groups."""

from enum import StrEnum


class Role(StrEnum):
    """A post's role; labels are translations and are never compared."""

    RECEPTION_WORKER = "reception_worker"
    DISPATCHER = "dispatcher"
    GRID_WORKER = "grid_worker"
    GRID_ASSISTANT = "grid_assistant"
    STREET_ADVISER = "street_adviser"
    DEPARTMENT_ADVISER = "department_adviser"
    BUILDING_HEAD = "building_head"
    COMMUNITY_SECRETARY = "community_secretary"
    STREET_LEADER = "street_leader"
    DISTRICT_COMMANDER = "district_commander"
    SUPERVISOR = "supervisor"
    EVALUATOR = "evaluator"
    AUDITOR = "auditor"
    SYSTEM_KEEPER = "system_keeper"


class Grant(StrEnum):
    """One thing a role may do at and below its place."""

    SEE = "order.see"
    INTAKE = "order.intake"
    TRIAGE = "order.triage"
    DECIDE = "order.decide"
    SUPERVISE = "order.supervise"
    FOLLOW_UP = "order.follow_up"
    CONTACT = "contact.open"
    TRAIL = "trail.read"
    RATES = "rates.read"
    CONFIGURE = "place.configure"
    SIGN_INS = "sign_ins.read"
    WHISTLE = "whistle.blow"
    DUTY = "duty.work"
    DUTY_PLAN = "duty.plan"
    CARE_GRANT = "care.grant"
    CAMPAIGN = "campaign.lead"
    CHECK_IN = "campaign.check_in"
    SUPPLY = "supply.keep"


_DESK = frozenset(
    {
        Grant.SEE, Grant.INTAKE, Grant.TRIAGE, Grant.FOLLOW_UP, Grant.CONTACT, Grant.TRAIL,
        Grant.DUTY, Grant.CHECK_IN, Grant.SUPPLY,
    }
)  # fmt: skip
_FIELD = frozenset({Grant.SEE, Grant.INTAKE, Grant.DUTY, Grant.CHECK_IN})
_LEAD = _DESK | {
    Grant.DECIDE, Grant.SUPERVISE, Grant.RATES, Grant.WHISTLE, Grant.DUTY_PLAN, Grant.CARE_GRANT,
    Grant.CAMPAIGN,
}  # fmt: skip

ROLE_GRANTS: dict[Role, frozenset[Grant]] = {
    Role.RECEPTION_WORKER: _DESK,
    Role.DISPATCHER: _DESK | {Grant.DECIDE, Grant.RATES, Grant.WHISTLE},
    Role.GRID_WORKER: _FIELD,
    Role.GRID_ASSISTANT: _FIELD,
    Role.STREET_ADVISER: frozenset({Grant.SEE}),
    Role.DEPARTMENT_ADVISER: frozenset({Grant.SEE}),
    Role.BUILDING_HEAD: frozenset({Grant.INTAKE, Grant.CHECK_IN}),
    Role.COMMUNITY_SECRETARY: _LEAD,
    Role.STREET_LEADER: _LEAD,
    Role.DISTRICT_COMMANDER: _LEAD,
    Role.SUPERVISOR: frozenset(
        {Grant.SEE, Grant.SUPERVISE, Grant.FOLLOW_UP, Grant.RATES, Grant.TRAIL}
    ),
    Role.EVALUATOR: frozenset({Grant.RATES, Grant.FOLLOW_UP}),
    Role.AUDITOR: frozenset({Grant.SEE, Grant.TRAIL, Grant.RATES, Grant.SIGN_INS}),
    Role.SYSTEM_KEEPER: frozenset({Grant.CONFIGURE, Grant.SIGN_INS}),
}

# Roles that take first contact, in the order they are asked.
DESK_ROLES = (Role.RECEPTION_WORKER, Role.DISPATCHER, Role.COMMUNITY_SECRETARY, Role.STREET_LEADER)
