"""The guide's sign as a PNG: what is drawn, in which colours."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from guide.site.icons import icon


def test_a_sign_is_the_same_in_other_colours() -> None:
    light, dark = (Image.open(BytesIO(icon(180, ground, "#ffffff"))) for ground in ("#b4410e", "#1f4e8c"))
    assert light.tobytes() == dark.tobytes()
    assert light.convert("RGB").getpixel((0, 0)) == (0xB4, 0x41, 0x0E)
    assert dark.convert("RGB").getpixel((0, 0)) == (0x1F, 0x4E, 0x8C)


def test_a_sign_is_drawn_as_in_the_browsers_icon() -> None:
    picture = Image.open(BytesIO(icon(640, "#000000", "#ffffff"))).convert("L")
    on = [(18, 46), (46, 12), (27, 46), (45, 37), (32, 28), (20, 20), (37, 12)]
    off = [(2, 2), (36, 37), (28, 20), (18, 33), (50, 50)]
    assert [picture.getpixel((x * 10, y * 10)) for x, y in on] == [255] * len(on)
    assert [picture.getpixel((x * 10, y * 10)) for x, y in off] == [0] * len(off)
