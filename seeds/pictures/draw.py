"""Draw the sample pictures: `python draw.py --fonts DIR [NAME ...]`. Run by hand; the results are committed.

DIR holds the unpacked npm packages @fontsource-variable/piazzolla and @fontsource-variable/libre-franklin.
Needs Playwright and Pillow (requirements-dev) and a Chromium, by default /usr/bin/chromium.
"""

from __future__ import annotations

import argparse
import base64
import io
from collections.abc import Callable
from pathlib import Path

import charts
import graphics
import maps
import portraits
import scenes
import still_lifes
from canvas import HEAD, SANS, Canvas
from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
JPEG_QUALITIES = (82, 78, 74, 70, 66, 62)
PNG_COLOURS = (256, 128, 64, 40, 32)
JPEG_LIMIT, PNG_LIMIT = 180_000, 150_000  # bytes
PICTURES: dict[str, Callable[[], Canvas]] = {
    **maps.PICTURES,
    **charts.PICTURES,
    **graphics.PICTURES,
    **scenes.PICTURES,
    **still_lifes.PICTURES,
    **portraits.PICTURES,
}


def font_faces(folder: Path) -> str:
    """The two variable fonts as @font-face rules with the file inside."""
    rules = ""
    for family, package in ((HEAD, "piazzolla"), (SANS, "libre-franklin")):
        for subset in ("latin", "latin-ext"):
            data = base64.b64encode(
                (folder / package / "files" / f"{package}-{subset}-wght-normal.woff2").read_bytes()
            ).decode()
            ranged = "unicode-range:U+0100-02FF;" if subset == "latin-ext" else ""
            rules += (
                f'@font-face{{font-family:"{family}";font-weight:100 900;{ranged}'
                f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
            )
    return rules


def render(page: Page, picture: Canvas, faces: str) -> Image.Image:
    """Rasterise one picture in the browser."""
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.set_content(f"<style>{faces}body{{margin:0}}svg{{display:block}}</style>{picture.svg()}")
    page.evaluate("document.fonts.ready")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def save(image: Image.Image, name: str) -> None:
    """Write a JPEG, or a PNG with a palette for flat graphics, at the best setting within the limit."""
    target = HERE / name
    if target.suffix == ".png":
        for colours in PNG_COLOURS:
            image.quantize(colours, dither=Image.Dither.NONE).save(target, optimize=True)
            if target.stat().st_size <= PNG_LIMIT:
                break
    else:
        for quality in JPEG_QUALITIES:
            image.save(target, quality=quality, optimize=True, progressive=True)
            if target.stat().st_size <= JPEG_LIMIT:
                break
    print(f"{name:36} {target.stat().st_size / 1000:6.0f} kB")


def main() -> None:
    """Draw the pictures named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("names", nargs="*", help="file names; all when left out")
    wanted = parser.parse_args()
    faces = font_faces(wanted.fonts)
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=wanted.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for name in wanted.names or PICTURES:
            save(render(page, PICTURES[name](), faces), name)
        browser.close()


if __name__ == "__main__":
    main()
