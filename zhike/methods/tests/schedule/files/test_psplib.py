"""PSPLIB's two forms are read, and what is not one of them is refused with the number of the line."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.psplib import read

REFERENCE = Path(os.environ.get("ZHIKE_REFERENCE") or Path(__file__).parents[5].parent / "shared/reference")

RCP = """
4 2
5 3
0 0 0 2 2 3
4 5 0 1 4
2 1 3
1 4
0 0 0 0
"""

SM = """\
projects                      :  1
jobs (incl. supersource/sink ):  4
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------
  1      1     0       0    0
  2      1     4       5    0
  3      1     2       1    3
  4      1     0       0    0
RESOURCEAVAILABILITIES:
  R 1  R 2
    5    3
"""


@pytest.mark.parametrize("text", [RCP, SM])
def test_both_forms_say_the_same(text: str) -> None:
    instance = read(text)
    assert instance.durations == (0, 4, 2, 0)
    assert instance.successors == ((1, 2), (3,), (3,), ())
    assert instance.demands == ((0, 0), (5, 0), (1, 3), (0, 0))
    assert instance.capacities == (5, 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: the file ends before the number of activities"),
        ("4 2\n5 x", "line 2: expected a capacity, a whole number from 0 to 1000000, found 'x'"),
        (RCP + "7", "line 9: expected the end of the file, found '7'"),
        ("2 0 1 1 2 1 1 1", "line 1: activity 1 is part of, or waits for, a circle of precedence relations"),
        ("1 0 1 1 2", "line 1: expected a successor of activity 1, a whole number from 1 to 1, found '2'"),
        (SM.replace("   2        1          1 ", "   2        1          2 "), "line 6: 2 successors"),
        (SM.replace("  3      1     2 ", "  3      2     2 "), "line 14: expected job, mode 1"),
        (SM.replace("  3      1     2 ", "  8      1     2 "), "line 14: expected job 3"),
        (SM.replace("    5    3", "    5   -3"), "line 18: expected whole numbers"),
        (SM.replace("REQUESTS/DURATIONS", "REQUESTS"), "and no line says 'REQUESTS/DURATIONS'"),
        (SM.replace(":  4", ":  0"), "line 2: the number of jobs is missing"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@settings(max_examples=40)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([RCP, SM]))
    at = data.draw(st.integers(0, len(text) - 1))
    damaged = text[:at] + data.draw(st.text(max_size=5)) + text[at + data.draw(st.integers(0, 9)) :]
    try:
        instance = read(damaged)
    except Unreadable:
        return
    assert len(instance.durations) == len(instance.successors) == len(instance.demands)


def test_the_reference_instances_are_read() -> None:
    folder = REFERENCE / "scheduling/psplib"
    if not folder.exists():
        pytest.skip("PSPLIB (../shared/reference or ZHIKE_REFERENCE) is not on this machine.")
    for path in sorted(folder.glob("j*/*"))[::10]:
        assert len(read(path.read_text()).durations) == int(path.parent.name[1:]) + 2
