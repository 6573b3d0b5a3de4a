"""Which company names mean one company, and which only look alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.methods.identity import name_words, places
from zhike.methods.identity.names import (
    LIKELY,
    POSSIBLE,
    Kind,
    Reason,
    company_key,
    company_tokens,
    person_key,
    similarity,
)
from zhike.methods.identity.simplified import simplified

SAME = """
华为技术有限公司|华为技术
ABC Co., Ltd.|ＡＢＣ有限公司
华为技术有限公司|华为技术有限责任公司
華為技術有限公司|华为技术有限公司
小米科技有限责任公司|小米科技
小米|小米科技有限责任公司
北京小米科技有限责任公司|小米科技有限责任公司
北京字节跳动科技有限公司|字节跳动
阿里巴巴（中国）有限公司|阿里巴巴(中国)有限公司
阿里巴巴（中国）有限公司|阿里巴巴
腾讯科技(深圳)有限公司|深圳市腾讯科技有限公司
腾讯科技（深圳）有限公司|腾讯科技
海尔集团公司|海尔集团
中国移动通信集团广东有限公司|中国移动广东有限公司
Huawei Technologies Co., Ltd.|huawei technologies co ltd
Huawei Technologies Co., Ltd.|Huawei
Huawei Technologies Co., Ltd.|华为科技有限公司
Siemens AG|SIEMENS A.G.
Siemens Ltd., China|Siemens (China) Co., Ltd.
Apple Inc.|Apple, Inc
The Boeing Company|Boeing
Société Générale S.A.|Societe Generale SA
Robert Bosch GmbH|Robert Bosch
A&B Consulting LLC|A and B Consulting
三一重工股份有限公司|三一重工
TCL科技集团股份有限公司|TCL科技
浙江吉利控股集团有限公司|吉利控股集团
上海市第一人民医院|上海第一人民医院
清华大学|北京清华大学
北京市海淀区中关村科技有限公司|中关村科技有限公司
义乌市双童日用品有限公司|双童日用品有限公司
德勤华永会计师事务所(特殊普通合伙)|德勤华永会计师事务所
字节跳动科技|字节挑动科技
國泰君安證券股份有限公司|国泰君安证券
BHP Group Pty Ltd|BHP
"""

DIFFERENT = """
北京银行|南京银行
中国移动通信集团广东有限公司|中国移动通信集团广西有限公司
中国银行|中国农业银行
中国银行|中国建设银行
中国石油|中国石油化工
中国石油天然气集团有限公司|中国石油化工集团有限公司
中国南方航空|中国东方航空
东方航空|南方航空
中国电信|中国联通
中国电信股份有限公司|中国移动有限公司
北京同仁堂|南京同仁堂
上海建工集团|北京建工集团
中铁一局集团有限公司|中铁二局集团有限公司
中建三局|中建八局
第三建筑工程有限公司|第四建筑工程有限公司
华为技术有限公司|华为投资控股有限公司
联想控股股份有限公司|联想集团有限公司
阿里巴巴网络技术有限公司|阿里云计算有限公司
华为技术有限公司北京分公司|华为技术有限公司上海分公司
华为技术有限公司|华为技术有限公司北京分公司
腾讯|阿里巴巴
北京大学|南京大学
上海交通大学|西安交通大学
人民医院|中医医院
成都银行|重庆银行
平安银行|平安保险
中国人寿保险|中国人民保险
海南航空|海航集团
Siemens AG|Samsung
Apple Inc.|Apply Inc.
Air China|China Eastern
Beijing Bank|Nanjing Bank
General Electric|General Motors
美的集团|格力集团
顺丰速运|顺丰航空
万科企业股份有限公司|万达集团股份有限公司
长江电力|长江证券
招商银行|招商证券
光大银行|光大证券
富士康科技|富士通
太平洋保险|太平保险
中信银行|中信证券
山东高速集团|山西高速集团
河南能源|河北能源
浙商银行|徽商银行
广东电网有限责任公司|广西电网有限责任公司
国家电网|南方电网
"""


def pairs(table: str) -> list[tuple[str, ...]]:
    return [tuple(line.split("|")) for line in table.strip().split("\n")]


@pytest.mark.parametrize(("first", "second"), pairs(SAME))
def test_one_company_written_in_two_ways(first, second):
    assert similarity(first, second).score >= LIKELY


@pytest.mark.parametrize(("first", "second"), pairs(DIFFERENT))
def test_two_companies_with_names_alike(first, second):
    assert similarity(first, second).score < LIKELY


def test_the_table_is_large_enough_to_mean_something():
    assert len(pairs(SAME)) + len(pairs(DIFFERENT)) >= 60


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("中国移动通信集团广东有限公司", "中国移动通信集团广西有限公司", Reason.OTHER_PLACE),
        ("北京银行", "南京银行", Reason.OTHER_PLACE),
        ("中铁一局集团有限公司", "中铁二局集团有限公司", Reason.OTHER_NUMBER),
        ("华为技术有限公司", "华为技术有限公司北京分公司", Reason.BRANCH_OF),
        ("招商银行", "招商证券", Reason.OTHER_TRADE),
        ("联想控股", "联想集团", Reason.OTHER_GROUP_LEVEL),
        ("字节跳动科技", "字节挑动科技", Reason.SAME_PINYIN),
        ("太平洋保险", "太平保险", Reason.ONE_CONTAINS_OTHER),
        ("華為技術有限公司", "华为技术有限公司", Reason.SAME_NAME),
        ("", "腾讯", Reason.OTHER_CORE),
    ],
)
def test_the_score_says_what_it_rests_on(first, second, reason):
    assert reason in similarity(first, second).reasons


def test_a_branch_is_worth_a_question_but_is_not_the_company():
    score = similarity("华为技术有限公司", "华为技术有限公司北京分公司").score
    assert POSSIBLE <= score < LIKELY


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("华为技术有限公司", "华为"),
        ("腾讯科技（深圳）有限公司", "腾讯"),
        ("深圳市腾讯科技有限公司", "腾讯"),
        ("北京市海淀区中关村科技有限公司", "中关村"),
        ("义乌市双童日用品有限公司", "双童日用品"),
        ("永辉超市股份有限公司", "永辉"),
        ("北京银行", "北京银行"),
        ("中国移动通信集团广东有限公司", "移动广东"),
        ("ＡＢＣ Co., Ltd.", "abc"),
        ("Siemens A.G.", "siemens"),
        ("", ""),
        ("（）", ""),
    ],
)
def test_the_key_is_what_makes_the_name(name, key):
    assert company_key(name) == key


def test_a_name_is_cut_into_its_kinds():
    assert [(token.text, token.kind) for token in company_tokens("北京华为数字技术有限公司上海分公司")] == [
        ("北京", Kind.PLACE),
        ("华为", Kind.CORE),
        ("数字", Kind.TRADE),
        ("技术", Kind.TRADE),
        ("有限公司", Kind.FORM),
        ("上海", Kind.PLACE),
        ("分公司", Kind.BRANCH),
    ]


@settings(deadline=None, max_examples=60)
@given(
    st.text("北京华为科技有限公司集团（）abc Co.,Ltd12一", max_size=12),
    st.text("北京南华为有限公司 ab1二", max_size=12),
)
def test_similarity_is_symmetric_and_between_zero_and_one(first, second):
    forth, back = similarity(first, second), similarity(second, first)
    assert forth.score == back.score
    assert 0 <= forth.score <= 1


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=15))
def test_every_name_is_most_like_itself(name):
    if company_tokens(name):
        assert similarity(name, name).score == 1
    company_key(name)
    person_key(name)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("张 三 先生", "张三"),
        ("張三", "张三"),
        ("San ZHANG", "san zhang"),
        ("Zhang, San", "san zhang"),
        ("Dr. José Ñandú", "jose nandu"),
        ("买买提·艾力", "买买提艾力"),
        ("王经理", "王"),
        ("女士", "女士"),
    ],
)
def test_one_person_written_in_several_ways(name, key):
    assert person_key(name) == key


def test_traditional_characters_become_simplified_ones():
    assert simplified("國際電腦股份有限公司臺灣發展") == "国际电脑股份有限公司台湾发展"
    assert simplified("ABC 简体") == "ABC 简体"


def test_the_table_of_places_is_whole():
    provinces = set(places.PROVINCE_OF.values())
    assert len(provinces) == 34
    assert all(len(province) in (2, 3) for province in provinces)
    assert {places.PROVINCE_OF[p] for p in ("南宁", "广西")} == {"广西"}
    assert [places.PROVINCE_OF[p] for p in ("凉山", "遵义", "深圳", "石河子", "浦东")] == [
        "四川",
        "贵州",
        "广东",
        "新疆",
        "上海",
    ]
    assert places.agree({"广东"}, {"深圳"}) is True
    assert places.agree({"广东"}, {"广西"}) is False
    assert places.agree({"广东"}, {"中国"}) is None
    assert not any(":" in place for place in places.CHINESE)
    assert all(place in places.CHINESE for place in places.LATIN.values())


def test_no_word_has_two_kinds():
    assert not set(name_words.CHINESE) & places.CHINESE
    assert not set(name_words.LATIN) & set(places.LATIN)
