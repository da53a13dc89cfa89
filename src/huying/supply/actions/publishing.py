"""Publishing the lists of a place together: from now on the public reads them, and this version stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.places.models import Place
from huying.places.rules import span
from huying.supply.models import PUBLICATION, Landing, Need, Publication, Resource, ServiceItem
from huying.supply.queries.public import FIT_NEEDS, FIT_SUPPLY, content_of
from huying.supply.rules import sealed
from huying.trail.actions import announce, append


def publish(place: Place, *, by: Actor, at: datetime) -> Publication:
    """Publish the needs, the supply, the items and the landings of a place as its next version.

    Left out are needs nobody has confirmed, what concerns one person or household, and what is
    kept inside. Refused `not-yours`, and `conflict` when nothing has changed since the last one.
    """
    if not by.may(Grant.SUPPLY, str(place.path)):
        raise Refused(Code.NOT_YOURS, "this is not yours to publish")
    with transaction.atomic():
        Place.objects.select_for_update().get(pk=place.pk)  # two at once come in turn
        _open_to_all(place, at)
        content = content_of(place, timezone.localdate(at))
        last = Publication.objects.filter(place=place).first()
        found = sealed(content)
        if last is not None and last.digest == found:
            raise Refused(Code.CONFLICT, "nothing has changed since the last publication")
        made = Publication.objects.create(
            place=place, version=last.version + 1 if last else 1, content=content, digest=found,
            published_at=at, by_label=by.name,
        )  # fmt: skip
        given = {"place": place.code, "version": made.version, "digest": found}
        append(PUBLICATION, made.pk, "publish", by=by, at=at, given=given)
        announce("publication.publish", PUBLICATION, made.pk, at=at, payload=given)
    return made


def _open_to_all(place: Place, at: datetime) -> None:
    """Let the public read what is fit for it and was not public yet."""
    here = Q(place__path__range=span(str(place.path)), published_at=None)
    running = Q(until=None) | Q(until__gt=timezone.localdate(at))
    Need.objects.filter(here, FIT_NEEDS).update(published_at=at)
    Landing.objects.filter(here, need__published_at__isnull=False).update(published_at=at)
    Resource.objects.filter(here, running, FIT_SUPPLY).update(published_at=at)
    ServiceItem.objects.filter(here, running, FIT_SUPPLY).update(published_at=at)
