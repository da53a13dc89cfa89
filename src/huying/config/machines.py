"""Every machine there is, by name: the docs and the exhaustive tests read them from here."""

from huying.campaigns.lifecycle import CAMPAIGN
from huying.care.lifecycle import ENTRY, GRANT
from huying.duty.lifecycle import MEETING, VISIT
from huying.kernel.machine import Machine
from huying.orders.lifecycle import ORDER
from huying.supply.lifecycle import LANDING, NEED
from huying.whistles.lifecycle import DOOR, RESPONSE, WHISTLE

MACHINES: dict[str, Machine] = {
    machine.name: machine
    for machine in (
        ORDER,
        WHISTLE,
        RESPONSE,
        DOOR,
        CAMPAIGN,
        VISIT,
        MEETING,
        NEED,
        LANDING,
        ENTRY,
        GRANT,
    )
}
