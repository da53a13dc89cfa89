"""Lists of one's own: what somebody asks for often, under a name."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from huying.kernel.ids import new_id
from huying.people.models import Person

LONGEST_NAME = 30
LONGEST_QUERY = 2000


class OwnList(models.Model):
    """A list of orders that one person narrowed and kept; nobody else sees it.

    `query` is what the list asks for as it stands in an address: checked values, each once, in
    one order, without a place in the list.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="own_lists", db_index=False
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="a_list_of_ones_own_has_a_name"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("name"), LONGEST_NAME),
                name="a_list_of_ones_own_has_a_short_name",
            ),
            models.CheckConstraint(
                condition=~Q(query=""), name="a_list_of_ones_own_asks_for_something"
            ),
            models.UniqueConstraint(
                fields=["person", "name"], name="a_name_is_given_to_one_list_of_ones_own"
            ),
            models.UniqueConstraint(
                fields=["person", "query"], name="a_list_is_kept_once_by_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.name
