"""Reading the lists somebody keeps."""

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.models import OwnList


def own_lists(actor: Actor) -> list[OwnList]:
    """The lists this person keeps, by name; one query."""
    return list(OwnList.objects.filter(person_id=actor.person_id or 0).order_by("name", "id"))


def own_list(list_id: int, actor: Actor) -> OwnList:
    """The list of this person with this id; refused `unknown` for everybody else's too."""
    found = OwnList.objects.filter(person_id=actor.person_id or 0, pk=list_id).first()
    if found is None:
        raise Refused(Code.UNKNOWN, "you keep no such list")
    return found
