"""What the public could read, version by version."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from huying.kernel.ids import new_id
from huying.places.models import Place

PUBLICATION = "publication"


class Publication(models.Model):
    """The lists of a place as they were published on one day; `digest` is SHA-256 of the content."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("place")
    )
    version = models.PositiveIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    by_label = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering: ClassVar = ["place", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "version"], name="a_place_publishes_a_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} v{self.version}"
