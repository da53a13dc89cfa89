"""Which map a file is read with: the one that was named, else the one its header asks for."""

from collections.abc import Sequence
from pathlib import Path

from huying.intake.maps.binding import Bound, bind, missing, needed
from huying.intake.maps.loading import load
from huying.intake.maps.schema import Map
from huying.kernel.refusals import Code, Refused

SHIPPED = Path(__file__).parent


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
    chosen = load(SHIPPED / f"{name}.toml" if name in names() else Path(name))
    gone = missing(chosen, header)
    if gone:
        raise Refused(
            Code.INVALID,
            "the file has not the columns this map needs",
            fields={"map": f"{chosen.origin} needs {', '.join(gone)}"},
        )
    return bind(chosen, header)


def _fitting(header: Sequence[str]) -> Map:
    shipped = [load(SHIPPED / f"{name}.toml") for name in names()]
    fitting = [each for each in shipped if not missing(each, header)]
    best = [each for each in fitting if needed(each) == max(map(needed, fitting))]
    if len(best) == 1:
        return best[0]
    told = ", ".join(each.origin for each in best) if best else ", ".join(header)[:300]
    why = "several maps fit; name one" if best else "no map fits the first row of this file"
    raise Refused(Code.INVALID, why, fields={"map": told})
