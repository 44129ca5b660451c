"""The picture library's one home: SVG becomes PNG, with fonts of ours so that it looks the same everywhere."""

from functools import lru_cache
from importlib.resources import as_file, files

from bot.pictures.fonts import drawable

ZOOM = 2.0  # for screens with small pixels
MOST_KEPT = 200  # pictures of some 20 kB


@lru_cache(maxsize=MOST_KEPT)
def png_of(svg: str) -> bytes:
    """Draw an SVG as PNG; one SVG is drawn only once."""
    import resvg_py  # noqa: PLC0415 - 24 MB of memory, only where something is drawn

    with as_file(files("bot").joinpath("fonts")) as fonts:
        drawn = resvg_py.svg_to_bytes(
            svg_string=drawable(svg),
            skip_system_fonts=True,
            font_dirs=[str(fonts)],
            font_family="DejaVu Sans",
            sans_serif_family="DejaVu Sans",
            zoom=ZOOM,
        )
    return bytes(drawn)
