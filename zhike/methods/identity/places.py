"""Place names as they stand in company names: Chinese provinces and prefecture-level cities, and some
countries.

Source: the administrative divisions of GB/T 2260 down to prefecture level, in their short forms, and the
county-level cities best known as company seats.
"""

_PROVINCES = """
北京:
天津:
上海:浦东
重庆:
河北:石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安
山西:太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁
内蒙古:呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 锡林郭勒 阿拉善
辽宁:沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛
吉林:长春 四平 辽源 通化 白山 松原 白城 延边
黑龙江:哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化
  大兴安岭
江苏:南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 江阴
  张家港 常熟
浙江:杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌
安徽:合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州
  宣城
福建:福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 晋江
江西:南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶
山东:济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州
  菏泽
河南:郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳
  周口 驻马店 济源
湖北:武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江
  天门
湖南:长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西
广东:广州 深圳 珠海 汕头 佛山 韶关 湛江 肇庆 江门 茂名 惠州 梅州 汕尾 河源 阳江
  清远 东莞 中山 潮州 揭阳 云浮
广西:南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左
海南:海口 三亚 三沙 儋州
四川:成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州
  雅安 巴中 资阳 阿坝 甘孜 凉山
贵州:贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南
云南:昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江
  迪庆
西藏:拉萨 日喀则 昌都 林芝 山南 那曲 阿里地区
陕西:西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛
甘肃:兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南
青海:西宁 海东 海北 黄南 果洛 玉树 海西
宁夏:银川 石嘴山 吴忠 固原 中卫
新疆:乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 克孜勒苏 喀什 和田
  伊犁 塔城 阿勒泰 石河子
台湾:台北 高雄 台中 台南 新竹
香港:
澳门:
"""

_ABROAD = """
中国大陆 亚太 大中华 美国 英国 德国 法国 日本 韩国 新加坡 马来西亚 泰国 越南 印度 印尼 澳大利亚 加拿大
意大利 西班牙 荷兰 瑞士 瑞典 俄罗斯 巴西 欧洲 亚洲 北美 华东 华南 华北 华中 西南 西北 东北 东京
"""

_LATIN = """
china:中国 prc:中国 beijing:北京 shanghai:上海 tianjin:天津 chongqing:重庆 shenzhen:深圳 guangzhou:广州
hangzhou:杭州 nanjing:南京 suzhou:苏州 wuhan:武汉 chengdu:成都 xian:西安 qingdao:青岛 dalian:大连
xiamen:厦门 ningbo:宁波 dongguan:东莞 guangdong:广东 jiangsu:江苏 zhejiang:浙江 shandong:山东 sichuan:四川
hongkong:香港 hk:香港 macau:澳门 macao:澳门 taiwan:台湾 taipei:台北 singapore:新加坡 japan:日本 korea:韩国
usa:美国 us:美国 america:美国 uk:英国 germany:德国 deutschland:德国 france:法国 india:印度
malaysia:马来西亚 thailand:泰国 vietnam:越南 australia:澳大利亚 canada:加拿大 italy:意大利 spain:西班牙
netherlands:荷兰 switzerland:瑞士 sweden:瑞典 brazil:巴西 europe:欧洲 asia:亚洲 apac:亚太 asiapacific:亚太
"""


def _by_province(table: str) -> dict[str, str]:
    """Place → province, from `province:city city …`; where the lines break does not matter."""
    found, province = {}, ""
    for entry in table.split():
        head, colon, city = entry.partition(":")
        if colon:
            province = head
            found[province] = province
        place = city if colon else entry
        if place:
            found[place] = province
    return found


HOME = "中国"
"""The country nearly every name may carry or leave out: it tells nothing about which company is meant."""

PROVINCE_OF: dict[str, str] = _by_province(_PROVINCES)
"""Short name of a place → short name of its province; a province stands for itself."""

CHINESE: frozenset[str] = frozenset(PROVINCE_OF) | frozenset(_ABROAD.split()) | {HOME}
"""Every known place in Chinese, in short form."""

LATIN: dict[str, str] = dict(pair.split(":") for pair in _LATIN.split())  # type: ignore[misc]
"""Place in Latin letters (lower case, one word) → the same place in Chinese."""


def agree(first: set[str], second: set[str]) -> bool | None:
    """Whether two sets of places can be one seat: True, False, or None when one of them names no place.

    A city agrees with its own province. The home country is not counted.
    """
    first, second = first - {HOME}, second - {HOME}
    if not first or not second:
        return None
    return all(any(_same(a, b) for b in second) for a in first) or all(any(_same(a, b) for b in first) for a in second)


def _same(first: str, second: str) -> bool:
    return first == second or PROVINCE_OF.get(first) == second or PROVINCE_OF.get(second) == first
