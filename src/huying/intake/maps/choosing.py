"""Which map a file is read with: the one that was named, else the one its header asks for."""

from collections.abc import Sequence
from pathlib import Path

from huying.intake.maps.binding import Bound, bind, missing, needed
from huying.intake.maps.loading import load
from huying.intake.maps.schema import Map
from huying.kernel.refusals import Code, Refused

SHIPPED = Path(__file__).parent
LONGEST_TOLD = 300


def names() -> list[str]:
    """The maps that come with the product."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def choose(header: Sequence[str], name: str | None) -> Bound:
    """The map called so, or the shipped one that finds most of its columns in the header.

    `name` is the name of a shipped map or the path of a TOML file. Refused when the named one
    does not fit, when none does, and when several fit alike.
    """
    if name is None:
        return bind(_fitting(header), header)
    chosen = load(_path(name))
    gone = missing(chosen, header)
    if gone:
        raise Refused(
            Code.INVALID,
            "the file has not the columns this map needs",
            fields={"map": f"{chosen.origin} needs {', '.join(gone)}"},
        )
    return bind(chosen, header)


def _path(name: str) -> Path:
    if name in names():
        return SHIPPED / f"{name}.toml"
    if not Path(name).is_file():
        told = f"{name} is no file and none of {', '.join(names())}"
        raise Refused(Code.UNKNOWN, "there is no such map", fields={"map": told})
    return Path(name)


def _fitting(header: Sequence[str]) -> Map:
    shipped = [load(SHIPPED / f"{name}.toml") for name in names()]
    fitting = [each for each in shipped if not missing(each, header)]
    best = [each for each in fitting if needed(each) == max(map(needed, fitting))]
    if not best:
        raise Refused(
            Code.INVALID,
            "no map fits the first row of this file",
            fields={"map": ", ".join(header)[:LONGEST_TOLD]},
        )
    if len(best) > 1:
        told = ", ".join(each.origin for each in best)
        raise Refused(Code.INVALID, "several maps fit; name one", fields={"map": told})
    return best[0]
