"""Charts. The numbers stand here with their source; nothing is read from anywhere else."""

from __future__ import annotations

import datetime as dt
import math

from canvas import (
    HEAD,
    INK,
    INK_2,
    INK_3,
    OCHRE,
    OCHRE_3,
    PAPER,
    PAPER_2,
    PLUM,
    SLATE,
    SLATE_2,
    SLATE_3,
    SLATE_DARK,
    TEAL,
    TEAL_2,
    TEAL_3,
    Canvas,
    Point,
    mix,
)

# Deposit facility rate, per cent, from the day it took effect. Source: ECB, key interest rates.
DEPOSIT_RATE = [
    ("2022-07-01", -0.5), ("2022-07-27", 0.0), ("2022-09-14", 0.75), ("2022-11-02", 1.5), ("2022-12-21", 2.0),
    ("2023-02-08", 2.5), ("2023-03-22", 3.0), ("2023-05-10", 3.25), ("2023-06-21", 3.5), ("2023-08-02", 3.75),
    ("2023-09-20", 4.0), ("2024-06-12", 3.75), ("2024-09-18", 3.5), ("2024-10-23", 3.25), ("2024-12-18", 3.0),
    ("2025-02-05", 2.75), ("2025-03-12", 2.5), ("2025-04-23", 2.25), ("2025-06-11", 2.0),
]  # fmt: skip
NARROWED = "2024-09-18"  # from this day the middle rate is 0.15 instead of 0.50 points above the floor

# Population on 1 January 2024 in millions, rounded. Source: Eurostat, table demo_gind.
POPULATION = {
    "Germany": 83.4, "France": 68.4, "Italy": 59.0, "Spain": 48.6, "Poland": 36.6, "Romania": 19.1,
    "Netherlands": 17.9, "Belgium": 11.8, "Czechia": 10.9, "Portugal": 10.6, "Sweden": 10.6, "Greece": 10.4,
    "Hungary": 9.6, "Austria": 9.2, "Bulgaria": 6.4, "Denmark": 6.0, "Finland": 5.6, "Slovakia": 5.4,
    "Ireland": 5.3, "Croatia": 3.9, "Lithuania": 2.9, "Slovenia": 2.1, "Latvia": 1.9, "Estonia": 1.4,
    "Cyprus": 0.9, "Luxembourg": 0.7, "Malta": 0.6,
}  # fmt: skip


def day(text: str) -> int:
    """An ISO date as a day number."""
    return dt.date.fromisoformat(text).toordinal()


def stairs(rates: list[tuple[int, float]], end: int) -> list[tuple[int, float]]:
    """A step line through rates that hold from their day until the next."""
    points: list[tuple[int, float]] = []
    for (start, rate), following in zip(rates, [*rates[1:], (end, 0.0)], strict=True):
        points += [(start, rate), (following[0], rate)]
    return points


def ecb_corridor() -> Canvas:
    """The three key rates as a band of steps."""
    canvas = Canvas(PAPER_2)
    first, last = day("2022-07-01"), day("2025-06-30")

    def at(when: int, rate: float) -> Point:
        return 150 + (when - first) / (last - first) * 1530, 1110 - (rate + 0.5) / 5.5 * 960

    floor = [(day(start), rate) for start, rate in DEPOSIT_RATE]
    middle = [(start, rate + (0.5 if start < day(NARROWED) else 0.15)) for start, rate in floor]
    ceiling = [(start, rate + 0.25) for start, rate in middle]
    for rate in range(6):
        y = at(first, rate)[1]
        canvas.line([(150, y), (1680, y)], "#c8cdc7" if rate else INK_2, 2 if rate else 3)
        canvas.text(120, y + 12, str(rate), 34, INK_3, text_anchor="end")
    for year in (2023, 2024, 2025):
        x = at(day(f"{year}-01-01"), 0)[0]
        canvas.line([(x, 1110), (x, 1134)], INK_2, 3)
        canvas.text(x, 1178, str(year), 34, INK_3, text_anchor="middle")
    lines = [[at(*point) for point in stairs(rates, last)] for rates in (floor, middle, ceiling)]
    canvas.poly([*lines[2], *lines[1][::-1]], TEAL_3, fill_opacity=0.75)
    canvas.poly([*lines[1], *lines[0][::-1]], TEAL_3)
    canvas.line(lines[2], TEAL_2, 5, stroke_linejoin="round")
    canvas.line(lines[1], TEAL_2, 5, stroke_linejoin="round")
    canvas.line(lines[0], TEAL, 12, stroke_linejoin="round")
    canvas.circle(*lines[0][-1], 14, TEAL)
    for words, y, weight, fill in (("Lending", -34, 550, TEAL_2), ("Refinancing", 6, 550, TEAL_2),
                                   ("Deposit", 46, 750, TEAL)):  # fmt: skip
        canvas.text(1706, lines[0][-1][1] + y - 16, words, 33, fill, weight=weight)
    x = at(day(NARROWED), 0)[0]
    canvas.line([(x, 190), (x, at(day(NARROWED), 4.25)[1] - 20)], INK_3, 2)
    canvas.text(x + 16, 218, "corridor narrowed,", 33, INK_2)
    canvas.text(x + 16, 258, "September 2024", 33, INK_2)
    return canvas


def council_weights() -> Canvas:
    """One ribbon per member state: one vote wide at the top, its population wide at the bottom."""
    canvas = Canvas(PAPER)
    left, right, top, bottom = 90.0, 1830.0, 250.0, 1030.0
    total = sum(POPULATION.values())
    big = [TEAL, PLUM, "#b0832f", "#66752b", SLATE]
    x_top = x_bottom = left
    slot = (right - left) / len(POPULATION)
    for index, (name, millions) in enumerate(POPULATION.items()):
        width = millions / total * (right - left)
        colour = big[index] if index < 5 else mix(SLATE_2, "#d5d9e0", (index - 5) / 24)
        a, b, c, d = x_top + 3, x_top + slot - 3, x_bottom + width - 1.5, x_bottom + 1.5
        middle = (top + bottom) / 2
        canvas.rect(a, top - 64, b - a, 66, colour)
        canvas.path(
            f"M{a:.1f} {top}C{a:.1f} {middle} {d:.1f} {middle} {d:.1f} {bottom}L{max(c, d + 1):.1f} {bottom}"
            f"C{max(c, d + 1):.1f} {middle} {b:.1f} {middle} {b:.1f} {top}Z",
            colour,
            fill_opacity=0.42,
        )
        canvas.rect(d, bottom - 2, max(c - d, 1), 66, colour)
        if index < 5:
            canvas.text((c + d) / 2, bottom + 42, name, 28, PAPER, weight=650, text_anchor="middle")
        x_top, x_bottom = x_top + slot, x_bottom + width
    needed, share = left + 15 * slot, left + 0.65 * (right - left)
    canvas.line([(needed, 150), (needed, top + 20)], INK, 4)
    canvas.line([(share, bottom - 24), (share, 1140)], INK, 4)
    canvas.text(left, 140, "27 votes", 54, INK, font=HEAD, weight=700)
    canvas.text(needed + 16, 172, "15 needed", 34, INK, weight=650)
    canvas.text(left, 1190, "450 million people", 54, INK, font=HEAD, weight=700)
    canvas.text(share + 16, 1140, "65 per cent needed", 34, INK, weight=650)
    return canvas


def carnot_limit() -> Canvas:
    """The Carnot limit of heating, T_warm / (T_warm - T_outside) in kelvin, at 35 and at 55 °C."""
    canvas = Canvas(PAPER_2)

    def at(outside: float, cop: float) -> Point:
        return 150 + (outside + 15) / 27 * 1400, 1110 - cop / 14 * 960

    for cop in range(0, 15, 2):
        y = at(0, cop)[1]
        canvas.line([(150, y), (1550, y)], "#c8cdc7" if cop else INK_2, 2 if cop else 3)
        canvas.text(120, y + 12, str(cop), 34, INK_3, text_anchor="end")
    for outside in range(-15, 13, 5):
        x = at(outside, 0)[0]
        canvas.line([(x, 1110), (x, 1134)], INK_2, 3)
        canvas.text(x, 1178, f"{outside} °C".replace("-", "−"), 34, INK_3, text_anchor="middle")
    curves = {}
    for flow in (35, 55):
        steps = [-15 + k * 0.5 for k in range(55)]
        curves[flow] = [at(t, (flow + 273.15) / (flow - t)) for t in steps]
    canvas.poly([*curves[35], *curves[55][::-1]], OCHRE_3, fill_opacity=0.8)
    canvas.poly([*curves[55], at(12, 0), at(-15, 0)], mix(OCHRE_3, PAPER_2, 0.62))
    for flow, colour, words in ((35, OCHRE, "Floor heating, 35 °C"), (55, "#6b4a12", "Radiators, 55 °C")):
        canvas.line(curves[flow], colour, 11, stroke_linecap="round")
        limit = (flow + 273.15) / flow
        x, y = at(0, limit)
        canvas.circle(x, y, 17, PAPER, stroke=colour, stroke_width=8)
        canvas.text(x - 18, y - 36, f"{limit:.1f}", 52, INK, font=HEAD, weight=720, text_anchor="end")
        end = curves[flow][-1]
        canvas.text(end[0] + 24, end[1] + 4, words.split(",")[0], 34, colour, weight=700)
        canvas.text(end[0] + 24, end[1] + 46, words.split(", ")[1], 34, colour, weight=500)
    return canvas


def sun_times(date: dt.date, lat: float, lon: float) -> tuple[float, float]:
    """Sunrise and sunset in hours of Central European Time.

    Low-precision solar coordinates and the equation of time after Meeus, Astronomical Algorithms, chapters
    25 and 28; altitude of the Sun's centre at rising and setting -0.833 degrees.
    """
    century = (date.toordinal() + 1721424.5 + 0.46 - 2451545) / 36525
    mean = 280.46646 + 36000.76983 * century
    anomaly = math.radians(357.52911 + 35999.05029 * century)
    centre = 1.914602 * math.sin(anomaly) + 0.019993 * math.sin(2 * anomaly)
    true = math.radians(mean + centre - 0.00569)
    tilt = math.radians(23.439291 - 0.0130042 * century)
    declination = math.asin(math.sin(tilt) * math.sin(true))
    ascension = math.degrees(math.atan2(math.cos(tilt) * math.sin(true), math.cos(true)))
    equation = 4 * ((mean - 0.0057183 - ascension + 180) % 360 - 180)
    phi = math.radians(lat)
    cosine = (math.sin(math.radians(-0.833)) - math.sin(phi) * math.sin(declination)) / (
        math.cos(phi) * math.cos(declination)
    )
    half = math.degrees(math.acos(cosine)) / 15
    noon = 12 + 1 - lon / 15 - equation / 60
    return noon - half, noon + half


def sunset_curve() -> Canvas:
    """Daylight at Vienna from November to January as a band between two curves."""
    canvas = Canvas(SLATE_DARK)
    start = dt.date(2025, 11, 1)
    days = [start + dt.timedelta(days=k) for k in range(92)]
    times = [sun_times(date, 48.2, 16.4) for date in days]

    def at(index: float, hour: float) -> Point:
        return 150 + index / 91 * 1700, 110 + (hour - 5.7) / 12.2 * 1040

    rise = [at(k, time[0]) for k, time in enumerate(times)]
    fall = [at(k, time[1]) for k, time in enumerate(times)]
    glow = canvas.gradient("light", [(0, "#d9a85a"), (0.22, "#f0e2bd"), (0.78, "#f0e2bd"), (1, "#c98f4a")])
    canvas.poly([*rise, *fall[::-1]], glow)
    for hour in (6, 9, 12, 15, 18):
        y = at(0, hour)[1]
        canvas.line([(150, y), (1850, y)], SLATE_2, 1.5, stroke_opacity=0.55, stroke_dasharray="2 10")
        canvas.text(124, y + 12, str(hour), 34, SLATE_3, text_anchor="end")
    for date in days:
        if date.day == 1 and date > start:
            x = at((date - start).days, 0)[0]
            canvas.line([(x, 110), (x, 1150)], SLATE_2, 1.5, stroke_opacity=0.55, stroke_dasharray="2 10")
    for month, index in (("November", 15), ("December", 45.5), ("January", 76)):
        canvas.text(at(index, 0)[0], 1222, month, 36, SLATE_3, text_anchor="middle")
    shortest = (dt.date(2025, 12, 21) - start).days
    canvas.line([at(shortest, times[shortest][0]), at(shortest, times[shortest][1])], SLATE, 4)
    latest = max(range(len(times)), key=lambda k: times[k][0])
    earliest = min(range(len(times)), key=lambda k: times[k][1])
    for point in (rise[latest], fall[earliest]):
        canvas.circle(*point, 15, PAPER, stroke=PLUM, stroke_width=9)
    return canvas


PICTURES = {
    "ecb-corridor.png": ecb_corridor,
    "council-weights.png": council_weights,
    "carnot-limit.png": carnot_limit,
    "sunset-curve.png": sunset_curve,
}
