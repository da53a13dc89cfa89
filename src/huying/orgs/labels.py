"""What kinds of organisations are called on pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.orgs.states import Duty, OrgKind

ORG_KINDS: Mapping[str, Promise] = {
    OrgKind.COMMUNITY: _("Community"),
    OrgKind.STREET: _("Street office"),
    OrgKind.DISTRICT: _("District"),
    OrgKind.DEPARTMENT: _("Department"),
    OrgKind.UTILITY: _("Utility"),
    OrgKind.PROPERTY_COMPANY: _("Property company"),
    OrgKind.OWNERS_COMMITTEE: _("Owners' committee"),
    OrgKind.SOCIAL_ORGANIZATION: _("Social organisation"),
    OrgKind.COMMUNITY_SOCIAL_ORG: _("Community social organisation"),
    OrgKind.SELF_ORGANIZED_GROUP: _("Residents' group"),
    OrgKind.PARTNER_UNIT: _("Partner unit"),
    OrgKind.SOCIAL_WORK_AGENCY: _("Social-work agency"),
    OrgKind.VOLUNTEER_TEAM: _("Volunteer team"),
    OrgKind.BUSINESS: _("Business"),
    OrgKind.POLICE: _("Police"),
    OrgKind.FIRE: _("Fire brigade"),
}
DUTIES: Mapping[str, Promise] = {
    Duty.HEAD: _("Head"),
    Duty.HANDLER: _("Handler"),
    Duty.MEMBER: _("Member"),
}
