"""Reading what people were told."""

from django.db.models import QuerySet

from huying.notices.models import Notice


def told_about(order_id: int) -> QuerySet[Notice]:
    """What whoever placed this order was told, newest first."""
    return Notice.objects.filter(order=order_id).order_by("-at", "-id")
