"""Pictures in Slack: its own charts in messages, or an image that shows what the chart would."""

from dataclasses import replace

from bot.pictures.direction import isolated, without_controls
from bot.slack.blocks import Block
from bot.slack.rendering import Words, plain, render_notice, render_template
from flows.acts.results.pictures import Distribution, Picture, Trend, TrendPoint
from flows.maturity.scale import Scale

WIDTH, LEFT, RIGHT = 760, 290, 730
TOP, STEP, BOTTOM = 66, 44, 44  # of the first line, between two, and below the last
BAR, LONGEST_BAR = 34, 380
LONGEST_NAME = 34  # characters of a level's name beside a line
CHART_TITLE, CHART_LABEL = 50, 20  # characters that Slack takes


def chart(picture: Picture) -> Block:
    """The picture as Slack draws it, in a message."""
    words = words_of(picture)
    if isinstance(picture, Trend):
        points = [(_label(point), point.level) for point in picture.points]
        drawn = _axes("line", picture.scale.level_word.capitalize(), points)
    else:
        word = picture.scale.level_word.capitalize()
        drawn = _axes("bar", "Teams", [(f"{word} {level}", count) for level, count in picture.teams])
    return {"type": "data_visualization", "title": _cut(plain(words.parts["title"]), CHART_TITLE), "chart": drawn}


def image(picture: Picture) -> Block:
    """The picture as an image, which the gateway draws; its alternative text says what it shows."""
    return {"type": "image", "alt_text": plain(words_of(picture).parts["says"])[:2000], "svg": svg_of(picture)}


def words_of(picture: Picture) -> Words:
    """What a picture says: its title, and all its numbers."""
    if isinstance(picture, Trend):
        return render_notice("trend", picture)
    return render_notice("distribution", picture)


def svg_of(picture: Picture) -> str:
    """The picture as SVG."""
    if isinstance(picture, Trend):
        return _trend(replace(picture, team=isolated(picture.team)))
    return _distribution(picture)


def _trend(trend: Trend) -> str:
    levels = [*reversed(trend.scale.levels)]
    rows = {level.level: TOP + place * STEP for place, level in enumerate(levels)}
    last = len(trend.points) - 1
    between = (RIGHT - LEFT - 60) / max(1, last)
    every = -(-len(trend.points) * 70 // (RIGHT - LEFT))  # labels need some 70 pixels each
    dots = []
    for place, point in enumerate(trend.points):
        label = ""
        if (last - place) % every == 0:
            label = _label(point, 14).rstrip("*")
        star = "*" * bool(point.not_applicable)
        dots.append((round(LEFT + 30 + place * between), rows[point.level], f"{point.level}{star}", label))
    grid = [(rows[level.level], _name(trend.scale, level.level)) for level in levels]
    height, starred = TOP + (len(levels) - 1) * STEP + BOTTOM + 10, any(point.not_applicable for point in trend.points)
    return _drawn("trend_picture", trend, height, grid=grid, dots=dots, starred=starred)


def _distribution(distribution: Distribution) -> str:
    most = max((count for _, count in distribution.teams), default=0) or 1
    bars = [
        (TOP - 14 + place * BAR, _name(distribution.scale, level), round(LONGEST_BAR * count / most), count)
        for place, (level, count) in enumerate(reversed(distribution.teams))
    ]
    return _drawn("distribution_picture", distribution, TOP + len(bars) * BAR, bars=bars)


def _drawn(template: str, picture: Picture, height: int, **values: object) -> str:
    words = words_of(picture)
    title, says = plain(words.parts["title"]), plain(words.parts["says"])
    size = {"width": WIDTH, "height": height, "left": LEFT, "right": RIGHT}
    svg = render_template(f"{template}/picture.svg", title=_cut(title, 70), says=says, **size, **values)
    return without_controls(svg)


def _name(scale: Scale, number: int) -> str:
    level = next(level for level in scale.levels if level.level == number)
    return _cut(f"{number} {level.name}", LONGEST_NAME)


def _label(point: TrendPoint, most: int = CHART_LABEL) -> str:
    """Its period, and which of several it is. A star says that its level rests on what does not apply."""
    end = ""
    if point.revision:
        end = f" ({point.revision + 1})"
    if point.not_applicable:
        end += "*"
    return _cut(point.period, most - len(end)) + end


def _axes(kind: str, name: str, points: list[tuple[str, int]]) -> Block:
    return {
        "type": kind,
        "series": [{"name": name, "data": [{"label": label, "value": value} for label, value in points]}],
        "axis_config": {"categories": [label for label, _ in points]},
    }


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return f"{text[: most - 1]}…"
