"""Text that nobody has written: sentences of chance in Chinese and English, the same for the same number.

No two paragraphs are alike, so that neither packing nor the search for what repeats has it easier than with real texts.
"""

from __future__ import annotations

import random

_WHO = (
    "the harbour master, an old cartographer, the night ferry, our neighbour, a travelling optician, "
    "the weather office, the younger brother, a choir of bakers, the museum, her first teacher, "
    "the bridge keeper, a retired pilot, the town council, the beekeeper, an unknown reader, "
    "the stationmaster, the glass works, a small orchestra, the gardener, the last passenger, "
    "the printing house, a clockmaker, the river patrol, the grandmother, a boat builder, the observatory"
).split(", ")
_DOES = (
    "counted, repaired, described, carried, forgot, measured, painted, remembered, collected, translated, "
    "opened, sold, found, followed, praised, copied, photographed, hid, weighed, numbered, polished, "
    "compared, lent, borrowed, announced"
).split(", ")
_WHAT = (
    "copper kettles, seven letters, the winter road, a basket of pears, the broken lantern, two maps, "
    "the long staircase, a paper boat, the eastern gate, old timetables, a wooden violin, "
    "the flooded cellar, some blue ink, the market hall, a box of lenses, the orchard wall, three bicycles, "
    "the quiet valley, an empty theatre, the salt marsh, a brass key, fresh bread, the harbour light, "
    "a stone bench, the railway clock, wet umbrellas, the mill wheel, a red notebook"
).split(", ")
_HOW = (
    "before the first snow, without a word, for half the price, in a single afternoon, as the law demands, "
    "by candlelight, against all advice, on the way to the coast, while the bells rang, with great care, "
    "after the long holiday, at dawn, for the third time, under a grey sky, as if nothing had happened, "
    "from one end to the other, to everybody's surprise"
).split(", ")
_JOINTS = (
    "Meanwhile",
    "Later",
    "In the spring",
    "According to the diary",
    "Nevertheless",
    "That year",
    "Some say",
    "By noon",
)
_MIDDLES = ("and", "while", "but", "because", "so that", "although", "until", "where")

_SYLLABLES = ("ba de fi go lu mar ner ost pel quin ral sim tor ulm ven wyr yst zel kas dro hem ing").split()

_PEOPLE_ZH = (
    "老船长 守桥人 邻家小妹 气象台 年轻的画家 图书馆员 卖灯笼的人 河边的渔夫 钟表匠 乡村教师 "
    "摆渡人 花匠 博物馆 老邮差 制琴师 面包铺 天文爱好者 退休的司机 茶农 合唱团"
).split()
_DOES_ZH = (
    "修好了 描述过 收集着 忘记了 量出 翻译了 送来 打开了 临摹过 称赞 寻找着 记录下 借走了 "
    "擦亮了 比较过 拍摄了 数清了 藏起了"
).split()
_WHAT_ZH = (
    "一盏旧灯 两封书信 门前石阶 半筐青梨 断了弦的琴 山谷地图 冬天的小路 空荡剧场 东边城门 "
    "一把铜钥匙 渡口时刻表 老井的深度 蓝色墨水 纸做的船 三辆自行车 盐碱滩 果园围墙 车站大钟 "
    "雨后屋檐 红皮笔记本 窗外梧桐 磨坊水轮 新出炉的面饼 海边岩石"
).split()
_WHEN_ZH = (
    "天亮以前 第三年春天 大雪封山时 收获季节 午后 赶集那天 涨潮之后 灯会前夜 霜降过后 "
    "一个星期里 离开小镇时 回程路上 钟声响起时 初夏"
).split()
_JOINTS_ZH = ("于是 后来 据日记所说 不过 另一方面 与此同时 有人认为 到了傍晚 也许 再往后").split()


_NAMES_ZH = (
    "安柏春丹恩芳国海江凯岚明宁平青荣山泰文霞雅云泽舟兰石林松竹梅川原野雨雪霜月星辰光"
    "华玉金木水火土天地东西南北高远深长清和静思学书琴画诗酒茶"
)


def _person(chance: random.Random) -> str:
    """Somebody: of a few kinds of people, or a name that hardly anybody else has."""
    if chance.random() < 0.4:
        return chance.choice(_WHO)
    return " ".join("".join(chance.choices(_SYLLABLES, k=chance.randint(2, 3))).capitalize() for _ in range(2))


def _chinese_person(chance: random.Random) -> str:
    return chance.choice(_PEOPLE_ZH) if chance.random() < 0.4 else "".join(chance.choices(_NAMES_ZH, k=3))


def sentence(chance: random.Random) -> str:
    """An English sentence of ten to thirty words."""
    pick = chance.choice
    parts = [f"{_person(chance)} {pick(_DOES)} {pick(_WHAT)} {pick(_HOW)}"]
    if chance.random() < 0.6:
        parts.append(f"{pick(_MIDDLES)} {_person(chance)} {pick(_DOES)} {chance.randint(2, 9999)} times {pick(_WHAT)}")
    text = " ".join(parts)
    return f"{pick(_JOINTS)}, {text}." if chance.random() < 0.4 else f"{text[0].upper()}{text[1:]}."


def chinese_sentence(chance: random.Random) -> str:
    """A Chinese sentence of fifteen to fifty characters."""
    pick = chance.choice
    parts = [
        f"{pick(_WHEN_ZH)}{_chinese_person(chance)}{pick(_DOES_ZH)}{pick(_WHAT_ZH)}"
        for _ in range(chance.randint(1, 3))
    ]
    joint = f"{pick(_JOINTS_ZH)}，" if chance.random() < 0.4 else ""
    return f"{joint}{'，'.join(parts)}，一共{chance.randint(2, 9999)}次。"


def paragraph(chance: random.Random, *, chinese: bool) -> str:
    """A paragraph of two to five sentences."""
    sentences = (chinese_sentence(chance) if chinese else sentence(chance) for _ in range(chance.randint(2, 5)))
    return ("" if chinese else " ").join(sentences)


def title(chance: random.Random, *, chinese: bool) -> str:
    """A headline that no other number has."""
    pick = chance.choice
    if chinese:
        return (
            f"{pick(_PEOPLE_ZH)}{pick(_DOES_ZH)}{pick(_WHAT_ZH)} {pick(_WHEN_ZH)}的{chance.randint(100, 99999)}个日子"
        )
    return f"How {pick(_WHO)} {pick(_DOES)} {pick(_WHAT)} in {chance.randint(100, 99999)} days"


def name(chance: random.Random, *, chinese: bool) -> str:
    """What a tag or a picture's caption may say."""
    return chance.choice(_WHAT_ZH) if chinese else chance.choice(_WHAT)
