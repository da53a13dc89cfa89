"""What is needed here, what there is, what is offered, and how the one meets the other.

Owns needs with their supporters, resources, service items, landings, and what of all this was
published when. Refuses to know how an order is handled and when a place is free: a need points at
orders and moves none of them, an item has no slots.
"""
