"""Every machine there is, by name: the docs and the exhaustive tests read them from here."""

from huying.kernel.machine import Machine
from huying.orders.lifecycle import ORDER
from huying.supply.lifecycle import LANDING, NEED

MACHINES: dict[str, Machine] = {machine.name: machine for machine in (ORDER, NEED, LANDING)}
