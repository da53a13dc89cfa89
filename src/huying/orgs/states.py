"""The kinds of organisation, and what a member does in one."""

from enum import StrEnum


class OrgKind(StrEnum):
    """Every kind of organisation that can answer an order."""

    COMMUNITY = "community"
    STREET = "street"
    DISTRICT = "district"
    DEPARTMENT = "department"
    UTILITY = "utility"
    PROPERTY_COMPANY = "property_company"
    OWNERS_COMMITTEE = "owners_committee"
    SOCIAL_ORGANIZATION = "social_organization"
    COMMUNITY_SOCIAL_ORG = "community_social_org"
    SELF_ORGANIZED_GROUP = "self_organized_group"
    PARTNER_UNIT = "partner_unit"
    SOCIAL_WORK_AGENCY = "social_work_agency"
    VOLUNTEER_TEAM = "volunteer_team"
    BUSINESS = "business"
    POLICE = "police"
    FIRE = "fire"


class Duty(StrEnum):
    """What a member does for the organisation."""

    HEAD = "head"
    HANDLER = "handler"
    MEMBER = "member"


# Organisations that are the desk of a place rather than an outside unit.
DESK_KINDS = frozenset({OrgKind.COMMUNITY, OrgKind.STREET, OrgKind.DISTRICT})
