"""Random durations: numbers that depend on nothing but a key and the number of the sample.

Every task has a key of two halves of 32 bits, made from the seed and the task's id. The draw of sample `s` is a hash of
the key and `s`: no state, so samples can be made in any order, by any number of threads, again when they are needed
again, and a task keeps its luck when others come and go. (Counter-based generators: Salmon et al. 2011, "Parallel
random numbers: as easy as 1, 2, 3". The mixer is Wellons' `lowbias32` of 2018, with a half of the key before each
multiplication.) Normal numbers are read from a table of quantiles, straight between two of CELLS + 1 (error below
2e-4), and beyond the last percent at either end come of Acklam's rational approximation (2003, error below 1.2e-9).

A duration is read from a table of quantiles over a grid of *normal* numbers, so a Gaussian copula needs no
distribution function: z of `normal` is correlated with other tasks', and quantile(z) is looked up (`forecast.shapes`).
"""

import math

WHO = 8  # whole numbers of each sampled task:
PLACE, KIND, ROW, GROUP, KEY_LOW, KEY_HIGH, DONE, TOUCHES = range(WHO)
HOW = 4  # and its floats:
LOW, WIDTH, WEIGHT, OWN = range(HOW)
TABLE, LOGNORMAL = 1, 2
RISK = 9  # floats of each risk:
THRESHOLD, BY_COMMON, BY_ITSELF, IMPACT_ROW, IMPACT_WEIGHT, IMPACT_LOW, IMPACT_WIDTH, IS_FACTOR, IS_OFF = range(RISK)
LIMIT = 7.0  # the grid of normal numbers goes from -LIMIT to LIMIT …
STEPS = 32  # … with so many steps a unit
POINTS = 449
MANY = 64  # samples for which it pays to put a distribution to scale first
LONGEST = 1500000000
MASK = 0xFFFFFFFF
CELLS = 2048  # of the table of normal numbers …
SHIFT, REST, PART = 21, (1 << 21) - 1, 1.0 / (1 << 21)  # … which the upper bits of 32 choose from
EDGE = 16  # cells at either end for which the table is too coarse


def bits(low, high, sample):
    """32 bits that look like chance."""
    x = sample ^ low
    x = ((x ^ (x >> 16)) * 0x7FEB352D) & MASK
    x = x ^ (x >> 15) ^ high
    x = (x * 0x846CA68B) & MASK
    return x ^ (x >> 16)


def normal(cells, low, high, sample):
    """A standard normal number; `cells` are the quantiles at 0, 1/CELLS, 2/CELLS, … 1."""
    x = bits(low, high, sample)
    cell = x >> SHIFT
    if EDGE <= cell < CELLS - EDGE:
        value = cells[cell]
        return value + ((x & REST) + 0.5) * PART * (cells[cell + 1] - value)
    return quantile((x + 0.5) * (1.0 / 4294967296.0))


def quantile(p):
    """Of the standard normal distribution (Acklam 2003)."""
    q = p - 0.5
    if -0.47575 <= q <= 0.47575:
        return central(q, q * q)
    if q < 0:
        return tail(math.sqrt(-2.0 * math.log(p)))
    return -tail(math.sqrt(-2.0 * math.log(1.0 - p)))


def central(q, r):
    a = ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.3577518672690) * r
         - 30.66479806614716) * r + 2.506628277459239  # fmt: skip
    b = ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r
         - 13.28068155288572) * r + 1.0  # fmt: skip
    return a * q / b


def tail(t):
    c = ((((-0.007784894002430293 * t - 0.3223964580411365) * t - 2.400758277161838) * t - 2.549732539343734) * t
         + 4.374664141464968) * t + 2.938163982698783  # fmt: skip
    d = (((0.007784695709041462 * t + 0.3224671290700398) * t + 2.445134137142996) * t + 3.754408661907416) * t + 1.0
    return c / d


def normals(cells, keys, first, count, out):
    """A row of `count` normal numbers for each key (two halves) of `keys`, of the samples from `first` on."""
    for row in range(len(keys) // 2):
        for at in range(count):
            out[row * count + at] = normal(cells, keys[2 * row], keys[2 * row + 1], first + at)


def mix(common, shares, shared, count):
    """What the tasks of each group have in common: a share of what all have, and (the row as it comes) a share of the
    group's own. `shares` holds the two for each group."""
    for group in range(len(shares) // 2):
        for s in range(count):
            own = shared[group * count + s]
            shared[group * count + s] = shares[2 * group] * common[s] + shares[2 * group + 1] * own


def looked_up(shapes, at, z):
    """The quantile at a normal number, of the distribution whose row begins at `at`: straight between two points."""
    place = (z + LIMIT) * STEPS
    point = int(place)
    if point < 0:
        return shapes[at]
    if point >= POINTS - 1:
        return shapes[at + POINTS - 1]
    value = shapes[at + point]
    return value + (place - point) * (shapes[at + point + 1] - value)


def between(shapes, row, weight, z):
    """The same between two neighbouring rows."""
    value = looked_up(shapes, row * POINTS, z)
    return value + weight * (looked_up(shapes, (row + 1) * POINTS, z) - value) if weight > 0.0 else value


def scaled(shapes, row, weight, low, width, shape):
    """A distribution with its own scale, between two neighbouring rows of `shapes`, into `shape`."""
    here, there = row * POINTS, (row + 1) * POINTS if weight > 0.0 else row * POINTS
    for point in range(POINTS):
        value = shapes[here + point]
        shape[point] = low + width * (value + weight * (shapes[there + point] - value))


def effects(cells, risks, keys, shapes, common, first, count, shape, occurs, impacts):
    """Whether each risk occurs in each sample, and what it then costs: a factor or ticks (1 or 0 if it does not)."""
    for risk in range(len(risks) // RISK):
        at, key = risk * RISK, risk * 4
        row, weight = int(risks[at + IMPACT_ROW]), risks[at + IMPACT_WEIGHT]
        scaled(shapes, row, weight, risks[at + IMPACT_LOW], risks[at + IMPACT_WIDTH], shape)
        for s in range(count):
            own = normal(cells, keys[key], keys[key + 1], first + s)
            happens = risks[at + BY_COMMON] * common[s] + risks[at + BY_ITSELF] * own > risks[at + THRESHOLD]
            happens = happens and risks[at + IS_OFF] == 0.0
            occurs[risk * count + s] = 1 if happens else 0
            impacts[risk * count + s] = risks[at + IS_FACTOR]
            if happens:
                z = normal(cells, keys[key + 2], keys[key + 3], first + s)
                impacts[risk * count + s] = looked_up(shape, 0, z)


def durations(cells, who, how, shapes, shared, touches, risks, impacts, first, count, shape, drawn, lengths):
    """Sampled durations, in ticks, into each task's row of `lengths`. `shape` and `drawn` are room for one row each.

    `who` has one more row, for the end of the last task's `touches`, the risks that strike it.
    """
    for task in range(len(who) // WHO - 1):
        at = task * WHO
        base, done = who[at + PLACE] * count, who[at + DONE]
        if who[at + KIND] == LOGNORMAL:
            draw_lognormal(cells, who, how, shared, task, first, count, drawn)
        else:
            draw(cells, who, how, shapes, shared, task, first, count, shape, drawn)
        for touch in range(who[at + TOUCHES], who[at + WHO + TOUCHES]):
            strike(risks, impacts, touches[touch], count, drawn)
        for s in range(count):
            lengths[base + s] = done + max(1, min(int(drawn[s] + 0.5), LONGEST))


def draw(cells, who, how, shapes, shared, task, first, count, shape, drawn):
    """The durations of one task without risks, correlated with the others' by what they have in common."""
    low, high, group = who[task * WHO + KEY_LOW], who[task * WHO + KEY_HIGH], who[task * WHO + GROUP] * count
    at, row = task * HOW, who[task * WHO + ROW]
    least, width, weight, own = how[at + LOW], how[at + WIDTH], how[at + WEIGHT], how[at + OWN]
    if count >= MANY:
        scaled(shapes, row, weight, least, width, shape)
        for s in range(count):
            drawn[s] = looked_up(shape, 0, shared[group + s] + own * normal(cells, low, high, first + s))
        return
    for s in range(count):
        z = shared[group + s] + own * normal(cells, low, high, first + s)
        drawn[s] = least + width * between(shapes, row, weight, z)


def draw_lognormal(cells, who, how, shared, task, first, count, drawn):
    low, high, group = who[task * WHO + KEY_LOW], who[task * WHO + KEY_HIGH], who[task * WHO + GROUP] * count
    middle, spread, own = how[task * HOW + LOW], how[task * HOW + WIDTH], how[task * HOW + OWN]
    for s in range(count):
        z = shared[group + s] + own * normal(cells, low, high, first + s)
        drawn[s] = math.exp(min(middle + spread * z, 40.0))


def strike(risks, impacts, risk, count, drawn):
    """What a risk does to the durations of one task."""
    is_factor = risks[risk * RISK + IS_FACTOR] == 1.0
    for s in range(count):
        if is_factor:
            drawn[s] *= impacts[risk * count + s]
        else:
            drawn[s] += impacts[risk * count + s]


def delays(which, impacts, count, out):
    """The ticks that risks add to lags: a row of samples for each risk in `which`."""
    for row in range(len(which)):
        for s in range(count):
            out[row * count + s] = int(impacts[which[row] * count + s] + 0.5)
