"""Registering organisations and their people."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from huying.kernel.refusals import Code, Refused
from huying.orgs.models import Member, Organisation
from huying.orgs.states import Duty, OrgKind
from huying.people.models import Person
from huying.places.models import Place


def register(
    *, code: str, name: str, kind: OrgKind, place: Place | None = None, **facts: Any
) -> Organisation:
    """A new organisation; its code is its identity and cannot be used twice."""
    try:
        with transaction.atomic():
            return Organisation.objects.create(
                code=code, name=name, kind=kind, place=place, **facts
            )
    except IntegrityError as problem:
        raise Refused(Code.CONFLICT, "this code is taken", fields={"code": "taken"}) from problem


def enlist(person: Person, *, organisation: Organisation, duty: Duty, since: date) -> Member:
    """Give a person a duty in an organisation."""
    try:
        with transaction.atomic():
            return Member.objects.create(
                person=person, organisation=organisation, duty=duty, since=since
            )
    except IntegrityError as problem:
        raise Refused(Code.CONFLICT, "this duty was given already") from problem
