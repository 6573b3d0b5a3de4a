"""Words that sound like a promise and cannot be checked: "fast", 尽快. For hints, never for refusals."""

import re

_CHINESE = (
    "尽快", "尽量", "适当", "必要时", "相关", "等等", "若干", "一些", "大概", "大约", "左右", "可能", "友好", "便捷",
    "方便", "简单", "灵活", "快速", "高效", "及时", "合理", "良好", "稳定", "完善", "优化", "美观", "易用", "足够",
    "一般情况",
)  # fmt: skip
_ENGLISH = (
    "fast", "quick", "quickly", "soon", "easy", "easily", "user-friendly", "user friendly", "flexible", "robust",
    "efficient", "efficiently", "appropriate", "adequate", "sufficient", "reasonable", "etc", "some", "several",
    "as needed", "if necessary", "if possible", "approximately", "optimal", "state of the art", "intuitive", "good",
    "better", "simple", "seamless", "timely",
)  # fmt: skip
_FOUND = re.compile(
    "|".join(_CHINESE) + r"|\b(?:" + "|".join(re.escape(word) for word in _ENGLISH) + r")\b", re.IGNORECASE
)
_MEASURED = re.compile(
    r"[0-9０-９一二三四五六七八九十百千万]+\s*"
    r"(?:%|％|秒|分钟|小时|天|个|次|人|条|步|ms|s\b|min|second|hour|day|click)"
)


def vague_words(text: str) -> list[str]:
    """The vague words of a text, each once, in order. A line that names a figure is given the benefit of doubt."""
    found: dict[str, None] = {}
    for line in text.splitlines():
        if not _MEASURED.search(line):
            found.update(dict.fromkeys(match[0].lower() for match in _FOUND.finditer(line)))
    return list(found)
