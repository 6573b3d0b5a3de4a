"""Pinyin of names: for finding by what one types, and for sorting lists as Chinese readers expect.

Readings come from the package pypinyin; this module adds the readings of surnames and of a few company
words it gets wrong. pypinyin is loaded on first use, and leanly: see `dictionary.py`.
"""

import re
import unicodedata
from functools import lru_cache

from zhike.methods.identity.dictionary import reader

_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _readings(table: str) -> dict[str, str]:
    """`word:syllable-syllable …` as a dictionary of word → syllables separated by spaces."""
    return {word: reading.replace("-", " ") for word, reading in (entry.split(":") for entry in table.split())}


_SURNAMES = """
单:shan4 仇:qiu2 解:xie4 曾:zeng1 查:zha1 区:ou1 朴:piao2 任:ren2 华:hua4 盖:ge3 缪:miao4
乐:yue4 宁:ning4 覃:qin2 员:yun4 冼:xian3 折:she2 盛:sheng4 葛:ge3 哈:ha3 翟:zhai2 牟:mu4
种:chong2 黑:he4 秘:bi4 繁:po2 祭:zhai4 句:gou1 过:guo1 那:na1 瞿:qu2 燕:yan1 应:ying1 纪:ji3
曲:qu1 都:du1 车:che1 柏:bai3 逄:pang2 乜:nie4 谌:chen2 呙:guo1 阚:kan4 尉:wei4 薄:bo2 卜:bu3
贾:jia3 钭:tou3 眭:sui1 郄:qie4 郗:xi1 邰:tai2 相:xiang4 晟:cheng2 隗:wei3 佴:nai4 仉:zhang3
召:shao4 洗:xian3 夏:xia4 於:yu1 强:qiang2 石:shi2 俞:yu2 侯:hou2 沈:shen3 冯:feng2 吕:lv3
重:chong2 降:jiang4 参:shen1
"""
SURNAMES = _readings(_SURNAMES)
"""Surname of one character → reading as a surname, with tone, where a dictionary would often give another
one.
"""

_COMPOUND = """
尉迟:yu4-chi2 万俟:mo4-qi2 长孙:zhang3-sun1 澹台:tan2-tai2 鲜于:xian1-yu2 令狐:ling2-hu2
诸葛:zhu1-ge3 皇甫:huang2-fu3 宇文:yu3-wen2 呼延:hu1-yan2 慕容:mu4-rong2 欧阳:ou1-yang2
上官:shang4-guan1 司徒:si1-tu2 夏侯:xia4-hou2 赫连:he4-lian2 拓跋:tuo4-ba2 宗政:zong1-zheng4
濮阳:pu2-yang2 太史:tai4-shi3
"""
COMPOUND_SURNAMES = _readings(_COMPOUND)
"""Surname of two characters → reading. 单于 is left out: today it is far more often 单 with a given name
in 于.
"""

_WORD_LIST = """
工行:gong1-hang2 建行:jian4-hang2 农行:nong2-hang2 中行:zhong1-hang2 交行:jiao1-hang2
招行:zhao1-hang2 支行:zhi1-hang2 分行:fen1-hang2 总行:zong3-hang2 商行:shang1-hang2
车行:che1-hang2 洋行:yang2-hang2 琴行:qin2-hang2 行业:hang2-ye4 朝阳:chao2-yang2 朝华:zhao1-hua2
成长:cheng2-zhang3 单县:shan4-xian4 大埔:da4-bu4 曾都:zeng1-du1 会稽:kuai4-ji1 厦大:xia4-da4
长三角:chang2-san1-jiao3 六合:lu4-he2 重工:zhong4-gong1 重机:zhong4-ji1 重汽:zhong4-qi4
长乐:chang2-le4 番禺:pan1-yu2 东阿:dong1-e1 音乐:yin1-yue4 会计:kuai4-ji4 调味:tiao2-wei4
参茸:shen1-rong2 长江:chang2-jiang1
"""
_WORDS = _readings(_WORD_LIST)
"""Words in company names whose reading must not depend on the dictionary."""

_WORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))


def syllables(text: str, *, person: bool = False) -> list[tuple[str, str]]:
    """(character, reading with tone digit) for each Chinese character of `text`, in order; other
    characters left out.

    `person` reads the first character or two as a surname. A neutral tone is 5, ü is written v; a
    character without a known reading gets "".
    """
    return [pair for run in _HAN.findall(unicodedata.normalize("NFKC", text)) for pair in _read(run, person)]


def full(text: str, *, person: bool = False) -> str:
    """`text` with Chinese in toneless pinyin, letters and digits kept in lower case, all else dropped.

    重庆银行 → `chongqingyinhang`, ABC科技 → `abckeji`. `person` as in `syllables`.
    """
    return "".join(spelling for spelling, _ in _spellings(text, person))


def initials(text: str, *, person: bool = False) -> str:
    """First letters as people type them: 华为技术 → `hwjs`, TCL科技 → `tclkj`, Acme Software → `as`.

    Beside Chinese a Latin word stays whole; a text without Chinese gives the first letter of each word.
    """
    spelled = _spellings(text, person)
    mixed = any(chinese for _, chinese in spelled)
    return "".join(spelling if mixed and not chinese else spelling[:1] for spelling, chinese in spelled)


def sort_key(text: str, *, person: bool = False, length: int = 160) -> str:
    """An ASCII string whose bytewise order is the order of a Chinese list; at most `length` characters.

    Character by character as GB/T 13418-1992 orders entries: letters of the syllable, then tone, then the
    character, so that all 张 stand together before the first 章 (within one reading by code point; the
    standard counts strokes). Latin words stand among the Chinese by their letters, whatever their case and
    accents. Numbers come before letters and by value (项目2 before 项目10); spaces before everything;
    punctuation does not count; other scripts come last.
    """
    parts: list[str] = []
    for piece in re.findall(rf"{_HAN.pattern}|[0-9]+|\s+|.", _plain(text), re.DOTALL):
        if _HAN.match(piece):
            parts += [(tone or "~") + _tie(character) for character, tone in _read(piece, person and not parts)]
        elif piece.isascii() and piece.isdigit():
            number = piece.lstrip("0") or "0"
            parts.append(f"{min(len(number), 9)}{number}")
        elif piece.isspace():
            parts.append(" ")
        elif piece.isalnum():
            parts.append(piece if piece.isascii() else "~" + _tie(piece))
    return "".join(parts).strip()[:length]


def _plain(text: str) -> str:
    """Half width, lower case, without accents (kana keep their marks)."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", decomposed))


def _tie(character: str) -> str:
    """The code point in four base-36 digits, which sort as the numbers do."""
    code, digits = ord(character), ""
    for _ in range(4):
        code, digit = divmod(code, 36)
        digits = _BASE36[digit] + digits
    return digits


def _spellings(text: str, person: bool) -> list[tuple[str, bool]]:
    """(spelling, is Chinese) of every Chinese character and every other word of letters and digits."""
    spelled: list[tuple[str, bool]] = []
    for piece in re.findall(rf"{_HAN.pattern}|[^\W_]+?(?={_HAN.pattern}|[\W_]|$)", _plain(text)):
        if _HAN.match(piece):
            spelled += [(tone.rstrip("12345"), True) for _, tone in _read(piece, person and not spelled)]
        else:
            spelled.append((piece, False))
    return spelled


@lru_cache(maxsize=8192)
def _read(run: str, person: bool) -> tuple[tuple[str, str], ...]:
    """(character, reading) for a run of Chinese characters only."""
    surname = _surname(run) if person else ""
    rest = run[len(surname.split()) :]
    readings = surname.split()
    position = 0
    for word in _WORD.finditer(rest):
        readings += _look_up(rest[position : word.start()]) + _WORDS[word.group()].split()
        position = word.end()
    readings += _look_up(rest[position:])
    return tuple(zip(run, readings, strict=True))


def _surname(run: str) -> str:
    if len(run) > 2 and run[:2] in COMPOUND_SURNAMES:
        return COMPOUND_SURNAMES[run[:2]]
    return SURNAMES.get(run[0], "") if len(run) > 1 else SURNAMES.get(run, "")


def _look_up(run: str) -> list[str]:
    if not run:
        return []
    return [reading if reading.isascii() else "" for reading in reader()(run)]
