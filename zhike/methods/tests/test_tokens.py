"""What is indexed is found: on a real FTS5 index and on sets of lexemes, which is what a tsvector is."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.methods.search.tokens import (
    LONGEST_TOKEN,
    Term,
    confirm,
    fts5_query,
    highlight,
    index_tokens,
    pinyin_tokens,
    query_terms,
    tsquery,
)

TEXT = "华为技术有限公司 REQ-12 iPhone15Pro zhang.san@acme.com HTTPServer 项目\n管理 Größe ＡＢＣ"


def found_by_lexemes(text: str, query: str, name: str = "") -> bool:
    tokens = [*index_tokens(text), *pinyin_tokens(name)]
    return all(
        any(token.startswith(term.text) if term.is_prefix else token == term.text for token in tokens)
        for term in query_terms(query)
    )


class Index:
    """A throwaway FTS5 table."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("create virtual table t using fts5(v, tokenize='unicode61')")

    def finds(self, text: str, query: str) -> bool:
        terms = query_terms(query)
        self.connection.execute("delete from t")
        self.connection.execute("insert into t values (?)", [" ".join(index_tokens(text))])
        row = self.connection.execute("select count(*) from t where t match ?", [fts5_query(terms)]).fetchone()
        return row[0] == 1


@pytest.fixture(scope="module")
def index() -> Index:
    return Index()


@pytest.mark.parametrize(
    "query",
    ["华", "华为", "技术有限", "华为 公司", "REQ-12", "req12", "REQ", "12", "iphone", "IPHONE15", "phone",
     "pro", "acme",
     "zhang.san@ac", "san@acme.com", "server", "http", "项目管理", "Größe", "GROSSE", "abc", "ａｂｃ",
     "华为技 req-1"],
)  # fmt: skip
def test_what_people_type_finds_the_text(index, query):
    assert index.finds(TEXT, query)
    assert found_by_lexemes(TEXT, query)
    assert confirm(TEXT, query)


@pytest.mark.parametrize("query", ["华技", "为华", "REQ-13", "hone", "cme", "腾讯", "华为 腾讯"])
def test_what_is_not_there_is_not_found(index, query):
    assert not index.finds(TEXT, query)
    assert not found_by_lexemes(TEXT, query)
    assert not confirm(TEXT, query)


def test_bigrams_that_do_not_stand_together_are_found_but_not_confirmed(index):
    text = "北京大、京大学"
    assert index.finds(text, "北京大学")
    assert not confirm(text, "北京大学")


def test_a_name_is_found_by_pinyin_and_by_initials():
    for query in ["huawei", "huaw", "hwjs", "hwj", "jishu", "js", "hua wei", "wei'ji"]:
        assert found_by_lexemes("华为技术", query, name="华为技术"), query
        assert confirm("华为技术", query, name="华为技术"), query
    assert not found_by_lexemes("华为技术", "wh", name="华为技术")
    assert not confirm("华为技术", "huawei")


def test_a_surname_is_found_by_both_readings():
    tokens = pinyin_tokens("单田芳", person=True)
    assert {"shantianfang", "dantianfang", "stf", "dtf", "tianfang"} <= set(tokens)


def test_tokens_are_distinct_and_in_order():
    assert index_tokens("华为华为 a A") == ["华", "华为", "为", "为华", "a"]
    assert query_terms("华为华为") == [Term("华为", False), Term("为华", False)]


def test_a_query_of_nothing_asks_for_nothing():
    assert query_terms(" ！？- ") == []
    assert fts5_query([]) == tsquery([]) == ""
    assert confirm("anything", "")


def test_the_terms_as_each_database_wants_them():
    terms = query_terms("华为技 req-1")
    assert fts5_query(terms) == '"华为" AND "为技" AND "req1"*'
    assert tsquery(terms) == "'华为' & '为技' & 'req1':*"


@pytest.mark.parametrize(
    "query", ["'", '"', "' | 'x", '" OR "x', "a:*&!b", "NEAR(a b)", "\\'", "a\0b", "*", "-a", "^a"]
)
def test_no_query_can_speak_the_language_of_a_database(index, query):
    for term in query_terms(query):
        assert term.text.isalnum()
    if query_terms(query):
        index.finds("x", query)


def test_characters_an_old_sqlite_does_not_know_are_found(index):
    for text in ["\u9feb\u9feb", "\U0002b820田", "\U00030000", "𠮷野家"]:
        assert index.finds(f"甲{text}乙", text)


def test_long_words_are_cut_alike(index):
    word = "x" * 500
    assert index.finds(word, word)
    assert max(map(len, index_tokens(word))) <= LONGEST_TOKEN


ALPHABET = st.sampled_from("华为技术有限公司项目京ab cDE 1 2.-_@/\n，。!（é ß İ ｘ 한국 かガ 𠮷\U0002b820")


@settings(deadline=None, max_examples=300)
@given(st.text(ALPHABET, min_size=1, max_size=30), st.data())
def test_any_piece_of_a_text_finds_it(text, data):
    """A piece from a CJK character or the start of a word on, to anywhere: found on FTS5, by lexemes, and
    confirmed.
    """
    starts = [
        at
        for at in range(len(text))
        if is_cjk(text[at]) or at == 0 or not text[at - 1].isalnum() or is_cjk(text[at - 1])
    ]
    start = data.draw(st.sampled_from(starts))
    end = data.draw(st.integers(start + 1, len(text)))
    piece = text[start:end]
    if not query_terms(piece):
        return
    assert found_by_lexemes(text, piece)
    assert confirm(text, piece)
    assert Index().finds(text, piece)


def begins(text: str, at: int) -> bool:
    return at == 0 or is_cjk(text[at]) or is_cjk(text[at - 1]) or not text[at - 1].isalnum()


def is_cjk(character: str) -> bool:
    return character >= "\u3041" and character.isalpha() and not "\uff00" <= character <= "\uffef"


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=40), st.text(max_size=12))
def test_both_databases_mean_the_same(text, query):
    if query_terms(query):
        assert Index().finds(text, query) == found_by_lexemes(text, query)


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("华为技术有限公司", "技术", ["技术"]),
        ("华为技术，华为云", "华为", ["华为", "华为"]),
        ("See REQ-12 and REQ-123", "req12", ["REQ-12", "REQ-12"]),
        ("iPhone15Pro", "phone15", ["Phone15"]),
        ("Größe", "gros", ["Größ"]),
        ("ＡＢＣ", "ab", ["ＡＢ"]),
        ("项目\n管理", "项目管理", ["项目\n管理"]),
        ("华为技术", "hwjs", ["华为技术"]),
        ("华为技术", "weij", ["为技"]),
        ("华为技术", "xyz", []),
        ("", "华", []),
    ],
)
def test_hits_are_marked_in_the_text_as_it_is_written(text, query, hits):
    pieces = highlight(text, query)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, hit in pieces if hit] == hits


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=40), st.text(max_size=10))
def test_marking_never_changes_the_text(text, query):
    assert "".join(piece for piece, _ in highlight(text, query)) == text
