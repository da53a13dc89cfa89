"""The icons of the installed app, drawn from the seal: `python -m tools.icons`.

A phone wants them as pictures; the seal itself is a drawing with one character of type, so it
is drawn by the Chromium of the tests, on the paper colour with room around it for round masks.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tools.chromium import QUIET, found

STATIC = Path(__file__).resolve().parent.parent / "src" / "huying" / "web" / "static"
SIZES = (192, 512)
PAPER = "#fcfaf6"
SEAL_SHARE = 66  # percent of the side; what a round mask leaves whole
COLOURS = 24


def main() -> None:
    """Write one picture of each size."""
    seal = (STATIC / "ui" / "seal.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=QUIET)
        for size in SIZES:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(drawn(seal))
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(STATIC / "field" / f"icon-{size}.png", optimize=True)
        browser.close()


def drawn(seal: str) -> str:
    """A page that shows the seal alone."""
    style = (
        f"body{{margin:0;height:100vh;display:grid;place-items:center;background:{PAPER}}}"
        f"svg{{width:{SEAL_SHARE}vw}}"
    )
    return f"<style>{style}</style>{seal}"


if __name__ == "__main__":
    main()
