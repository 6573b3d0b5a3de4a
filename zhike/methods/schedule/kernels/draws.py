"""Random durations: numbers that depend on nothing but a key and the number of the sample.

Every task has a key of two halves of 32 bits, made from the seed and the task's id. The draw of sample `s` is a hash of
the key and `s`: no state, so samples can be made in any order, by any number of threads, again when they are needed
again, and a task keeps its luck when others come and go. (Counter-based generators: Salmon et al. 2011, "Parallel
random numbers: as easy as 1, 2, 3". The mixer is Wellons' `lowbias32` of 2018, twice, with a half of the key before
each.) Normal numbers come of these by Acklam's rational approximation (2003, relative error below 1.2e-9).

A duration is read from a table of quantiles over a grid of *normal* numbers, so a Gaussian copula needs no
distribution function: z of `normal` is correlated with other tasks', and quantile(z) is looked up (`forecast.shapes`).
"""

import math

WHO = 8  # whole numbers of each sampled task:
PLACE, KIND, ROW, GROUP, KEY_LOW, KEY_HIGH, DONE, TOUCHES = range(WHO)
HOW = 6  # and its floats:
LOW, WIDTH, WEIGHT, COMMON, SHARED, OWN = range(HOW)
TABLE, LOGNORMAL = 1, 2
RISK = 9  # floats of each risk:
THRESHOLD, BY_COMMON, BY_ITSELF, IMPACT_ROW, IMPACT_WEIGHT, IMPACT_LOW, IMPACT_WIDTH, IS_FACTOR, IS_OFF = range(RISK)
LIMIT = 7.0  # the grid of normal numbers goes from -LIMIT to LIMIT …
STEPS = 32  # … with so many steps a unit
POINTS = 449
LONGEST = 1500000000.0
MASK = 0xFFFFFFFF


def bits(low, high, sample):
    """32 bits that look like chance."""
    x = (sample ^ low) & MASK
    x = ((x ^ (x >> 16)) * 0x7FEB352D) & MASK
    x = ((x ^ (x >> 15)) * 0x846CA68B) & MASK
    x = (x ^ (x >> 16)) ^ high
    x = ((x ^ (x >> 16)) * 0x7FEB352D) & MASK
    x = ((x ^ (x >> 15)) * 0x846CA68B) & MASK
    return x ^ (x >> 16)


def normal(low, high, sample):
    """A standard normal number."""
    p = (bits(low, high, sample) + 0.5) * (1.0 / 4294967296.0)
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


def normals(keys, first, count, out):
    """A row of `count` normal numbers for each key (two halves) of `keys`, of the samples from `first` on."""
    for row in range(len(keys) // 2):
        for at in range(count):
            out[row * count + at] = normal(keys[2 * row], keys[2 * row + 1], first + at)


def looked_up(shapes, row, weight, z):
    """The quantile at a normal number: between two points of the grid, and between two neighbouring shapes."""
    place = (min(max(z, -LIMIT), LIMIT) + LIMIT) * STEPS
    at = min(int(place), POINTS - 2)
    part = place - at
    at += row * POINTS
    value = shapes[at] + part * (shapes[at + 1] - shapes[at])
    if weight > 0.0:
        at += POINTS
        value += weight * (shapes[at] + part * (shapes[at + 1] - shapes[at]) - value)
    return value


def effects(risks, keys, shapes, common, first, count, occurs, impacts):
    """Whether each risk occurs in each sample, and what it then costs: a factor or ticks (1 or 0 if it does not)."""
    for risk in range(len(risks) // RISK):
        at, key = risk * RISK, risk * 4
        for s in range(count):
            z = risks[at + BY_COMMON] * common[s] + risks[at + BY_ITSELF] * normal(keys[key], keys[key + 1], first + s)
            happens = z > risks[at + THRESHOLD] and risks[at + IS_OFF] == 0.0
            occurs[risk * count + s] = 1 if happens else 0
            impacts[risk * count + s] = risks[at + IS_FACTOR]
            if happens:
                z = normal(keys[key + 2], keys[key + 3], first + s)
                size = looked_up(shapes, int(risks[at + IMPACT_ROW]), risks[at + IMPACT_WEIGHT], z)
                impacts[risk * count + s] = risks[at + IMPACT_LOW] + risks[at + IMPACT_WIDTH] * size


def durations(who, how, shapes, common, shared, touches, risks, impacts, first, count, drawn, lengths):
    """Sampled durations, in ticks, into each task's row of `lengths`; `drawn` is room for one row of floats.

    `who` has one more row, for the end of the last task's `touches`, the risks that strike it.
    """
    for task in range(len(who) // WHO - 1):
        at = task * WHO
        base, done = who[at + PLACE] * count, who[at + DONE]
        draw(who, how, shapes, common, shared, task, first, count, drawn)
        for touch in range(who[at + TOUCHES], who[at + WHO + TOUCHES]):
            strike(risks, impacts, touches[touch], count, drawn)
        for s in range(count):
            lengths[base + s] = done + int(min(max(drawn[s] + 0.5, 1.0), LONGEST))


def draw(who, how, shapes, common, shared, task, first, count, drawn):
    """The durations of one task without risks, correlated with the others' by the factors they have in common."""
    row, kind, group = who[task * WHO + ROW], who[task * WHO + KIND], who[task * WHO + GROUP] * count
    key_low, key_high = who[task * WHO + KEY_LOW], who[task * WHO + KEY_HIGH]
    at = task * HOW
    low, width, weight = how[at + LOW], how[at + WIDTH], how[at + WEIGHT]
    by_common, by_group, by_own = how[at + COMMON], how[at + SHARED], how[at + OWN]
    for s in range(count):
        z = by_common * common[s] + by_group * shared[group + s] + by_own * normal(key_low, key_high, first + s)
        if kind == LOGNORMAL:
            drawn[s] = math.exp(min(low + width * z, 40.0))
        else:
            drawn[s] = low + width * looked_up(shapes, row, weight, z)


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
