"""The points on lines: shapes by which lines are told apart without colours."""

Turns = tuple[tuple[float, float], ...]

CORNERS: dict[str, Turns] = {  # around the middle, in radii
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0, -1.2), (1.1, 0.85), (-1.1, 0.85)),
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
}


def point(name: str, x: float, y: float, radius: float) -> str:
    """The path of a point: disc, ring, cross, or one with corners."""
    if name in CORNERS:
        turns = (f"{x + across * radius:.1f} {y + down * radius:.1f}" for across, down in CORNERS[name])
        return "M" + "L".join(turns) + "Z"
    if name == "cross":
        arm = radius * 0.9
        return (
            f"M{x - arm:.1f} {y - arm:.1f}L{x + arm:.1f} {y + arm:.1f}"
            f"M{x + arm:.1f} {y - arm:.1f}L{x - arm:.1f} {y + arm:.1f}"
        )
    half = f"a{radius:.1f} {radius:.1f} 0 1 0 "
    return f"M{x - radius:.1f} {y:.1f}{half}{2 * radius:.1f} 0{half}{-2 * radius:.1f} 0Z"
