"""Which lists there are: every `LISTS` of every module of `defs`, by name."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from huying.kernel.refusals import Code, Refused
from huying.lists import defs
from huying.lists.definitions import ListDef


@cache
def registered() -> dict[str, ListDef]:
    """Every list by its name, in the order of their ranks; ValueError when two share one."""
    found: dict[str, ListDef] = {}
    for module in sorted(iter_modules(defs.__path__), key=lambda one: one.name):
        for one in import_module(f"{defs.__name__}.{module.name}").LISTS:
            if one.name in found:
                raise ValueError(f"two lists are called {one.name}")
            found[one.name] = one
    return dict(sorted(found.items(), key=lambda one: (one[1].rank, one[0])))


def definition(name: str) -> ListDef:
    """The list called so; refused `unknown` with the names there are."""
    found = registered().get(name)
    if found is None:
        raise Refused(Code.UNKNOWN, f"there is no such list; there are {', '.join(registered())}")
    return found
