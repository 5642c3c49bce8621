"""Draw the pictures of the demonstration's news: ordinary things, in one weight, on mist.

    python rrn/demo/media/make_news_pictures.py

Writes an SVG and a PNG of 960 × 640 for each into `news/`. The PNG is drawn from the same strokes by Pillow, four times
as large and then made smaller, so that it needs no browser. Curves become points once, and both files use those points.

Every scene stands on one level line, the ground that does not move; behind it the six lines of the house, pale, open
towards the right. Plum draws, dawn warms one thing in each picture, white keeps what is in front from being seen
through. No people, no hands, nothing that reads as bars.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT, FINE = 960, 640, 4
MIST, PALE, PLUM, DAWN, WHITE = "#F5F2F7", "#E6DFEA", "#51265C", "#FFC46B", "#FFFFFF"
WEIGHT, GROUND = 6, 520

Point = tuple[float, float]
Line = list[Point]


@dataclass(frozen=True)
class Stroke:
    """A line, or a shape that is filled first so that it hides what lies behind it."""

    points: Line
    fill: str = ""
    colour: str = PLUM
    weight: float = WEIGHT


# Points are read stroke by stroke, not one a line.
# fmt: off

def bend(a: Point, b: Point, c: Point, d: Point) -> Line:
    """A cubic curve from a to d."""
    line = []
    for i in range(41):
        t = i / 40
        w = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        line.append(tuple(sum(k * p[axis] for k, p in zip(w, (a, b, c, d), strict=True)) for axis in (0, 1)))
    return line  # type: ignore[return-value]  # pairs, made one by one


def arc(x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 360) -> Line:
    """Part of an ellipse in degrees, clockwise from three o'clock."""
    angles = [(start + (end - start) * i / 72) * pi / 180 for i in range(73)]
    return [(x + rx * cos(a), y + ry * sin(a)) for a in angles]


def box(x: float, y: float, width: float, height: float, r: float = 14) -> Line:
    """A rectangle with rounded corners."""
    right, foot = x + width, y + height
    return [
        *arc(x + r, y + r, r, r, 180, 270), *arc(right - r, y + r, r, r, 270, 360),
        *arc(right - r, foot - r, r, r, 0, 90), *arc(x + r, foot - r, r, r, 90, 180), (x + r - r, y + r),
    ]


def behind() -> list[Stroke]:
    """The six lines of the house, pale: pressed together at the left, with room between them at the right."""
    strokes = []
    for i in range(6):
        left, right = GROUND - 14 * i, GROUND - 86 * i
        strokes.append(Stroke([(0, left), *bend((120, left), (420, left), (520, right), (960, right))], colour=PALE))
    return strokes


def ground() -> list[Stroke]:
    return [Stroke([(0, GROUND), (WIDTH, GROUND)])]


def armchair_and_lamp() -> list[Stroke]:
    return [
        Stroke(arc(410, 566, 300, 30), DAWN),
        *ground(),
        Stroke([(250, 380), *bend((250, 380), (240, 180), (570, 180), (560, 380)), (560, 470), (250, 470), (250, 380)], WHITE),
        Stroke(box(278, 384, 254, 66, 24), WHITE),
        Stroke([*arc(236, 392, 40, 40, 180, 360), (276, 492), (196, 492), (196, 392)], WHITE),
        Stroke([*arc(574, 392, 40, 40, 180, 360), (614, 492), (534, 492), (534, 392)], WHITE),
        Stroke([(276, 450), (534, 450)]),
        Stroke([(276, 492), (534, 492)]),
        Stroke([(222, 492), (214, GROUND)]), Stroke([(588, 492), (596, GROUND)]),
        Stroke([(760, 218), (760, 508)]),
        Stroke([(700, GROUND), *bend((700, GROUND), (706, 500), (814, 500), (820, GROUND))], WHITE),
        Stroke([(712, 110), (808, 110), (850, 222), (670, 222), (712, 110)], WHITE),
        Stroke(bend((790, 222), (792, 240), (792, 250), (790, 262))),
        Stroke(arc(790, 269, 6, 6), PLUM),
    ]


def screen_and_headphones() -> list[Stroke]:
    return [
        *ground(),
        Stroke(box(210, 170, 440, 300, 20), WHITE),
        Stroke(box(236, 196, 388, 248, 8), MIST),
        Stroke([(170, 490), (690, 490), *bend((690, 490), (690, 512), (680, GROUND), (660, GROUND)), (200, GROUND),
                *bend((200, GROUND), (180, GROUND), (170, 512), (170, 490))], WHITE),
        Stroke([(390, 490), *bend((390, 490), (394, 502), (466, 502), (470, 490))]),
        Stroke([(280, 372), (580, 372)], colour=DAWN, weight=18),
        Stroke([(320, 408), (540, 408)], colour=DAWN, weight=18),
        Stroke([*bend((300, 310), (340, 230), (370, 330), (430, 270)), *bend((430, 270), (470, 230), (500, 310), (560, 260))]),
        Stroke([(742, 470), *bend((742, 470), (722, 320), (880, 320), (860, 470))]),
        Stroke([(756, 470), *bend((756, 470), (744, 346), (858, 346), (846, 470))]),
        Stroke(box(722, 440, 40, 78, 18), WHITE), Stroke(box(840, 440, 40, 78, 18), WHITE),
    ]


def school_bag_and_apple() -> list[Stroke]:
    return [
        *ground(),
        Stroke(box(150, 436, 660, 30, 12), WHITE),
        Stroke([(224, 466), (204, GROUND)]), Stroke([(256, 466), (250, GROUND)]),
        Stroke([(736, 466), (756, GROUND)]), Stroke([(704, 466), (710, GROUND)]),
        Stroke(bend((386, 170), (386, 104), (474, 104), (474, 170))),
        Stroke([(290, 436), (290, 270), *bend((290, 270), (290, 130), (570, 130), (570, 270)), (570, 436), (290, 436)], WHITE),
        Stroke([(290, 292), *bend((290, 292), (360, 330), (500, 330), (570, 292))]),
        Stroke(box(330, 346, 200, 90, 18), WHITE),
        Stroke([(330, 374), (530, 374)]),
        Stroke([(430, 374), (430, 392)]),
        Stroke(bend((570, 330), (620, 340), (618, 420), (570, 428))),
        Stroke([(690, 356), *bend((690, 356), (650, 330), (618, 372), (646, 412)), *bend((646, 412), (662, 438), (680, 440), (690, 432)),
                *bend((690, 432), (700, 440), (718, 438), (734, 412)), *bend((734, 412), (762, 372), (730, 330), (690, 356))], DAWN),
        Stroke(bend((690, 356), (688, 336), (694, 322), (706, 312))),
        Stroke([*bend((696, 334), (706, 312), (730, 308), (746, 314)), *bend((746, 314), (738, 334), (718, 342), (696, 334))], WHITE),
    ]


def crescent(x: float, y: float, r: float) -> Line:
    """A moon that opens to the right: its outer edge, and back along the inner one."""
    tips = (x + r * cos(-pi / 3), y + r * sin(-pi / 3)), (x + r * cos(pi / 3), y + r * sin(pi / 3))
    inner = bend(tips[0], (x - r * 0.25, y - r * 0.55), (x - r * 0.25, y + r * 0.55), tips[1])
    return [*arc(x, y, r, r, 60, 300), *inner]


def teapot_and_cups() -> list[Stroke]:
    return [
        Stroke(box(570, 70, 250, 210, 10), WHITE),
        Stroke([(570, 176), (820, 176)]),
        Stroke(crescent(744, 122, 32), DAWN),
        Stroke(box(544, 280, 302, 22, 8), WHITE),
        *ground(),
        Stroke(bend((176, 330), (80, 300), (80, 470), (192, 454))),
        Stroke(bend((180, 360), (126, 340), (126, 436), (192, 424))),
        Stroke([(368, 442), *bend((368, 442), (430, 440), (400, 330), (456, 326)), (474, 346),
                *bend((474, 346), (444, 356), (450, 470), (360, 478))], WHITE),
        Stroke([*bend((208, 316), (140, 380), (166, 490), (220, GROUND)), (334, GROUND), *bend((334, GROUND), (400, 490), (416, 380), (346, 316)),
                (208, 316)], WHITE),
        Stroke([*bend((208, 316), (220, 264), (334, 264), (346, 316)), (208, 316)], WHITE),
        Stroke(arc(277, 264, 13, 13), DAWN),
        *cup(530), *cup(720),
    ]


def cup(x: float) -> list[Stroke]:
    return [
        Stroke(bend((x + 128, 450), (x + 172, 440), (x + 168, 490), (x + 116, 488))),
        Stroke([*bend((x, 432), (x + 4, 500), (x + 26, GROUND), (x + 50, GROUND)), (x + 80, GROUND),
                *bend((x + 80, GROUND), (x + 104, GROUND), (x + 126, 500), (x + 130, 432)), (x, 432)], WHITE),
        Stroke(bend((x + 65, 404), (x + 52, 390), (x + 78, 378), (x + 65, 360))),
    ]


def telephone_and_mug() -> list[Stroke]:
    return [
        *ground(),
        Stroke([(240, GROUND), *bend((240, GROUND), (236, 470), (290, 360), (320, 340)), (500, 340),
                *bend((500, 340), (530, 360), (584, 470), (580, GROUND)), (240, GROUND)], WHITE),
        Stroke([(346, 340), (340, 300)]), Stroke([(474, 340), (480, 300)]),
        Stroke([(200, 300), *bend((200, 300), (190, 180), (630, 180), (620, 300)),
                *bend((620, 300), (622, 330), (520, 330), (522, 296)), *bend((522, 296), (520, 262), (300, 262), (298, 296)),
                *bend((298, 296), (300, 330), (198, 330), (200, 300))], WHITE),
        Stroke(arc(410, 428, 66, 66), MIST),
        Stroke(arc(410, 428, 24, 24), DAWN),
        *[Stroke(arc(410 + 45 * cos(a * pi / 5), 428 + 45 * sin(a * pi / 5), 5, 5), PLUM, weight=3) for a in range(10)],
        Stroke([*bend((580, 500), (620, 500), (610, 540), (640, 542)), *bend((640, 542), (670, 544), (660, 566), (700, 566)), (960, 566)]),
        Stroke(bend((826, 396), (890, 384), (886, 486), (818, 478))),
        Stroke(bend((824, 418), (862, 410), (860, 462), (820, 458))),
        Stroke([(700, 364), *bend((700, 364), (704, 480), (706, 500), (716, GROUND)), (814, GROUND), *bend((814, GROUND), (824, 500), (826, 480), (830, 364)),
                (700, 364)], WHITE),
        Stroke(bend((740, 336), (724, 318), (756, 304), (740, 284))), Stroke(bend((790, 336), (774, 318), (806, 304), (790, 284))),
    ]


def notebook_and_pencil() -> list[Stroke]:
    left = [(480, 250), *bend((480, 250), (420, 210), (260, 210), (180, 236)), (150, 476), *bend((150, 476), (250, 446), (420, 452), (480, 494)), (480, 250)]
    right = [(480, 250), *bend((480, 250), (540, 210), (700, 210), (780, 236)), (810, 476), *bend((810, 476), (710, 446), (540, 452), (480, 494)), (480, 250)]
    return [
        *ground(),
        Stroke([(130, 500), (166, 250), (480, 270), (794, 250), (830, 500), (500, GROUND), (460, GROUND), (130, 500)], WHITE),
        Stroke(left, WHITE), Stroke(right, WHITE),
        *[Stroke(bend((214 - 5 * i, 280 + 42 * i), (290, 258 + 42 * i), (390, 264 + 42 * i), (444, 290 + 42 * i)), colour=PALE) for i in range(4)],
        Stroke(bend((214, 280), (260, 268), (300, 266), (330, 268))),
        Stroke(bend((209, 322), (270, 304), (340, 302), (392, 316))),
        Stroke(bend((204, 364), (240, 352), (270, 348), (300, 348))),
        Stroke([(560, 438), (556, 392), (720, 170), (758, 198), (594, 420), (560, 438)], DAWN),
        Stroke([(556, 392), (594, 420)]),
        Stroke([(700, 197), (738, 225)]),
        Stroke([(559, 424), (572, 431)]),
    ]


def spectacles_on_a_book() -> list[Stroke]:
    return [
        *ground(),
        Stroke(box(180, 452, 600, 68, 12), DAWN),
        Stroke([(780, 466), (230, 466), *reversed(arc(230, 486, 24, 20, 90, 270)), (780, 506)], WHITE),
        Stroke([(230, 486), (772, 486)], colour=PALE, weight=4),
        Stroke(box(230, 390, 520, 62, 12), WHITE),
        Stroke([(300, 390), (300, 452)]), Stroke([(330, 390), (330, 452)]),
        Stroke([(640, 421), (712, 421)]),
        Stroke(arc(400, 318, 82, 68), WHITE), Stroke(arc(596, 318, 82, 68), WHITE),
        Stroke(bend((480, 304), (488, 282), (508, 282), (516, 304))),
        Stroke([(320, 304), *bend((320, 304), (300, 288), (290, 290), (284, 306)), *bend((284, 306), (276, 336), (274, 360), (276, 386))]),
        Stroke([(676, 304), *bend((676, 304), (696, 288), (706, 290), (712, 306)), *bend((712, 306), (720, 336), (722, 360), (720, 386))]),
        Stroke(bend((362, 300), (370, 282), (384, 276), (398, 274))), Stroke(bend((558, 300), (566, 282), (580, 276), (594, 274))),
    ]


def window_with_a_plant() -> list[Stroke]:
    return [
        *ground(),
        Stroke(box(230, 60, 420, 340, 10), WHITE),
        Stroke([(230, 214), (650, 214)]),
        Stroke(arc(540, 140, 40, 40), DAWN),
        Stroke([(240, 340), *bend((240, 340), (330, 270), (400, 350), (470, 320)), *bend((470, 320), (540, 290), (600, 330), (640, 300))]),
        Stroke(box(170, 400, 620, 26, 8), WHITE),
        Stroke([(300, 300), (420, 300), (402, 400), (318, 400), (300, 300)], WHITE),
        Stroke([(360, 300), *bend((360, 300), (362, 250), (350, 200), (356, 150))]),
        Stroke([*bend((358, 250), (310, 250), (280, 220), (276, 184)), *bend((276, 184), (320, 184), (352, 210), (358, 250))], WHITE),
        Stroke([*bend((358, 220), (400, 222), (436, 196), (444, 160)), *bend((444, 160), (398, 158), (366, 184), (358, 220))], WHITE),
        Stroke([*bend((356, 170), (332, 144), (332, 110), (352, 84)), *bend((352, 84), (376, 108), (378, 144), (356, 170))], WHITE),
        Stroke([(520, 400), (548, 364), (700, 364), (728, 400), (520, 400)], WHITE),
        Stroke([(564, 376), (660, 376)], weight=4), Stroke([(556, 388), (686, 388)], weight=4),
    ]


# fmt: on
PICTURES = {
    "an-armchair-and-a-lamp": armchair_and_lamp,
    "a-screen-and-headphones": screen_and_headphones,
    "a-school-bag-and-an-apple": school_bag_and_apple,
    "a-teapot-and-two-cups": teapot_and_cups,
    "a-telephone-and-a-mug": telephone_and_mug,
    "a-notebook-and-a-pencil": notebook_and_pencil,
    "spectacles-on-a-book": spectacles_on_a_book,
    "a-window-with-a-plant": window_with_a_plant,
}


def as_svg(strokes: Iterable[Stroke]) -> str:
    paths = []
    for stroke in strokes:
        first, *rest = [f"{x:.1f} {y:.1f}".replace(".0", "") for x, y in stroke.points]
        closed = "Z" if stroke.fill else ""
        paths.append(
            f'<path d="M{first}L{" ".join(rest)}{closed}" fill="{stroke.fill or "none"}" stroke="{stroke.colour}" '
            f'stroke-width="{stroke.weight:g}"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="M0 0H{WIDTH}V{HEIGHT}H0Z" fill="{MIST}"/>{"".join(paths)}</svg>\n'
    )


def as_png(strokes: Iterable[Stroke]) -> Image.Image:
    picture = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), MIST)
    draw = ImageDraw.Draw(picture)
    for stroke in strokes:
        points = [(x * FINE, y * FINE) for x, y in stroke.points]
        if stroke.fill:
            draw.polygon(points, fill=stroke.fill)
            points = [*points, points[0]]
        draw.line(points, fill=stroke.colour, width=round(stroke.weight * FINE), joint="curve")
        radius = stroke.weight * FINE / 2 - 1
        for x, y in points:  # round ends, and no gap where two lines meet
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=stroke.colour)
    small = picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return small.quantize(palette=our_colours(), dither=Image.Dither.NONE)


def our_colours() -> Image.Image:
    """The house's five colours, and the steps by which a stroke softens into what lies beside it: nothing else."""
    mist, pale, plum, dawn, white = five = [
        tuple(bytes.fromhex(colour[1:])) for colour in (MIST, PALE, PLUM, DAWN, WHITE)
    ]
    beside = [(plum, other) for other in (mist, pale, dawn, white)] + [(dawn, mist)]
    steps = 12
    mixed = [
        tuple(round(a + (b - a) * i / steps) for a, b in zip(one, other, strict=True))
        for one, other in beside
        for i in range(1, steps)
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in [*five, *mixed] for part in colour])
    return palette


def main() -> None:
    folder = HERE / "news"
    folder.mkdir(exist_ok=True)
    for name, drawn in PICTURES.items():
        strokes = [*behind(), *drawn()]
        (folder / f"{name}.svg").write_text(as_svg(strokes), encoding="utf-8")
        as_png(strokes).save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
