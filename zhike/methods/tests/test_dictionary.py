"""The lean dictionary says what pypinyin's own file says."""

import json
from importlib.resources import files

from zhike.methods.identity.dictionary import phrases, reader


def test_no_phrase_and_no_reading_is_lost():
    whole = json.loads((files("pypinyin") / "phrases_dict.json").read_text(encoding="utf-8"))
    assert dict(phrases()) == whole


def test_equal_readings_are_kept_once():
    first = {}
    for _phrase, readings in phrases():
        assert all(first.setdefault(tuple(one), one) is one for one in readings)


def test_phrases_decide_how_a_character_is_read():
    read = reader()
    assert read("重庆") == ["chong2", "qing4"]
    assert read("重量") == ["zhong4", "liang4"]
    assert read("人人") == ["ren2", "ren2"]
    assert read("银行") == ["yin2", "hang2"]
