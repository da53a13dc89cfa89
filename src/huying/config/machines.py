"""Every machine there is, by name: the docs and the exhaustive tests read them from here."""

from huying.care.lifecycle import ENTRY, GRANT
from huying.kernel.machine import Machine
from huying.orders.lifecycle import ORDER

MACHINES: dict[str, Machine] = {machine.name: machine for machine in (ORDER, ENTRY, GRANT)}
