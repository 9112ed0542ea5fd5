"""Who may be one from the names: worked names, the sample's own truth, and lists made to deceive."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.analysis.groups.names import is_common, is_short, take_apart
from kam_core.analysis.groups.suggested import CROWD, Likelihood, Member, Suggestion, by_name, suggestions
from kam_core.analysis.scope import Scope
from kam_core.schema import Measure
from kam_core.store.sample import open_sample
from kam_core.store.store import Store
from tests.test_groups_merged import dataset, row

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
Pairs = set[frozenset[str]]


def members(names: Iterable[str]) -> list[Member]:
    return [Member(f"C{n:05d}", name, "", Decimal(0)) for n, name in enumerate(names)]


def found(*names: str) -> list[tuple[str, tuple[str, ...]]]:
    """Reason and names of each suggestion."""
    there = members(names)
    shown = {one.customer: one.name for one in there}
    return [(one.reason.code, tuple(shown[key] for key in one.keys)) for one in by_name(there)]


def pairs(sets: Iterable[Iterable[str]]) -> Pairs:
    return {frozenset((a, b)) for one in sets for a in one for b in one if a < b}


@pytest.mark.parametrize(
    ("name", "core", "trade", "place"),
    [
        ("华东鸿达饮品有限公司", "鸿达", "饮品", "华东"),
        ("鸿达商贸（上海）有限公司", "鸿达", "商贸", "上海"),
        ("鸿达商贸有限公司上海分公司", "鸿达", "商贸", "上海"),
        ("鸿达商贸 有限责任公司（上海市）", "鸿达", "商贸", "上海市"),
        ("江西省宜春市鸿润贸易有限公司", "鸿润", "贸易", "江西省宜春市"),
        ("沃尔玛（深圳）百货有限公司", "沃尔玛", "百货", "深圳"),
        ("内蒙古伊利实业集团股份有限公司", "伊利", "实业", "内蒙古"),
        ("ＡＢＣ商贸有限公司", "abc", "商贸", ""),
        ("永辉超市（万达店）", "永辉", "超市", ""),
        ("长春堂药店", "堂", "药店", "长春"),
        ("Hongda Trading (Beijing) Co., Ltd.", "hongda", "trading", "beijing"),
        ("Hongda Supply Chain Co., Ltd. Shanghai Branch", "hongda", "supply chain", "shanghai"),
        ("MÜLLER Getränke GmbH & Co. KG", "mueller getraenke", "", ""),
        ("S.A. Coca-Cola", "coca cola", "", ""),
    ],
)
def test_a_name_comes_apart(name: str, core: str, trade: str, place: str) -> None:
    parts = take_apart(name)
    if name == "长春堂药店":  # one character is no core
        core = ""
    assert (parts.core, parts.place) == (core, place)
    assert core == "" or parts.trade == trade


@pytest.mark.parametrize(
    "name",
    ["上海商贸有限公司", "商贸有限公司", "贸易批发部", "北京批发市场", "（北京）商贸有限公司", "有限公司",
     "分公司", "（上海）", "Trading Co., Ltd.", "China Import & Export Corp.", "Wholesale (Berlin) GmbH", "", "12345"],
)  # fmt: skip
def test_words_that_everybody_uses_say_nothing(name: str) -> None:
    assert take_apart(name).core == ""


@given(st.text(max_size=60))
def test_any_text_comes_apart(name: str) -> None:
    parts = take_apart(name)
    assert parts.core == "" or len(parts.core) >= 2
    assert take_apart(name) == parts


def test_generic_words_alone_are_never_suggested() -> None:
    assert (
        found("上海商贸有限公司", "北京商贸有限公司", "商贸有限公司", "上海贸易有限公司", "上海批发部", "上海批发部")
        == []
    )
    assert found("散客", "零售", "批发", "批发部", "零售部", "现金客户") == []
    assert found("Trading Co., Ltd.", "Shanghai Trading Co., Ltd.", "Beijing Trading Co., Ltd.") == []


def test_the_forms_of_one_name_meet() -> None:
    names = ("陇上商贸（上海）有限公司", "陇上商贸有限公司上海分公司", "上海陇上商贸有限公司", "陇上商贸")
    assert found(*names) == [("group_same_core", names)]
    latin = ("Jinsui Foods Co., Ltd.", "JINSUI FOODS LIMITED", "Jinsui Foods (Berlin) GmbH")
    assert found(*latin) == [("group_same_core", latin)]


def test_one_name_under_several_codes() -> None:
    twice = ("陇上商贸有限公司", "陇上商贸有限公司 ")
    assert found(*twice) == [("group_same_name", twice)]
    assert found("青岛啤酒股份有限公司", "青岛啤酒股份有限公司")[0][0] == "group_same_name"


def test_branches_of_a_chain() -> None:
    chain = ("沃尔玛（深圳）百货有限公司", "沃尔玛深湘店", "沃尔玛蛇口店")
    assert found(*chain) == [("group_branch_of", chain)]


def test_a_slip_of_one_letter_but_not_another_name() -> None:
    assert found("康师傅饮品（西安）有限公司", "康师付饮品有限公司") == []  # three characters: too short to say
    assert found("统一北方明珠饮品有限公司", "统一北方明株饮品有限公司")[0][0] == "group_like_core"
    assert found("Baichuanhe Trading", "Baichuanhhe Trading")[0][0] == "group_like_core"
    assert found("Tonglong Groceries", "Tongrong Supply Chain") == []
    assert found("东方明珠饮品有限公司", "北方明珠饮品有限公司") == []  # the first letters are what one reads


def test_a_crowd_is_nobodys_own_unless_it_is_a_chain() -> None:
    trades = ("商贸", "饮品", "食品", "副食", "酒水")
    places = ("上海", "北京", "成都", "武汉", "南京", "西安")
    crowd = [f"{place}陇上{trade}有限公司" for place in places for trade in trades]
    assert len(crowd) > CROWD and found(*crowd) == []
    chain = [f"永辉超市（第{n}店）" for n in range(1, 30)]
    assert [len(names) for _, names in found(*chain)] == [29]


def test_a_common_name_is_only_possible_and_not_at_all_in_a_crowd() -> None:
    assert is_common("宏达")
    few = by_name(members(["上海宏达商贸有限公司", "北京宏达食品有限公司"]))
    assert [one.likelihood for one in few] == [Likelihood.POSSIBLE]
    assert found(*(f"{place}宏达商贸有限公司" for place in ("上海", "北京", "成都", "武汉", "南京", "西安"))) == []


def test_two_syllables_of_pinyin_are_short() -> None:
    assert is_short("jiayuan") and is_short("鸿达") and is_short("zhangshuang")
    assert not is_short("baichuanhe") and not is_short("mueller getraenke") and not is_short("长城源")


def _truth(lang: str, key: str, name: str, group: str) -> tuple[list[Member], Pairs]:
    rows = list(csv.DictReader((SAMPLE / f"customers-{lang}.csv").open(encoding="utf-8-sig")))
    of: dict[str, set[str]] = defaultdict(set)
    for one in rows:
        if one[group]:
            of[one[group]].add(one[key])
    return [Member(one[key], one[name], "", Decimal(0)) for one in rows], pairs(of.values())


def _weighed(there: list[Suggestion], truth: Pairs, *levels: Likelihood) -> tuple[float, float]:
    got = pairs(one.keys for one in there if one.likelihood in levels)
    return len(got & truth) / max(len(got), 1), len(got & truth) / len(truth)


def test_the_samples_groups_are_found() -> None:
    """Measured: Chinese names 38 of 38 pairs and none wrong; English ones, whose pinyin is shared by several words,
    all 38 with seventeen wrong, of which twelve are only "possible"."""
    there, truth = _truth("zh", "客户编码", "客户名称", "集团")
    assert len(truth) == 38
    assert _weighed(by_name(there), truth, *Likelihood) == (1.0, 1.0)
    there, truth = _truth("en", "Customer code", "Customer name", "Group")
    precision, recall = _weighed(by_name(there), truth, *Likelihood)
    assert recall == 1.0 and precision > 0.65
    precision, recall = _weighed(by_name(there), truth, Likelihood.STRONG, Likelihood.LIKELY)
    assert recall > 0.9 and precision > 0.85


CHARACTERS = "鸿恒宏金华德永兴瑞福嘉裕顺广天新万汇众百佳久正同达源昌盛通丰泰利和发隆荣信茂祥益诚联康宇龙凤海江山川云"


def test_a_list_made_to_deceive() -> None:
    """Four thousand unrelated firms with everyday names, sixty controllers with two to four firms among them."""
    rng = random.Random(11)
    places, trades = ("上海", "北京", "成都", "武汉", "南京", "西安", "长沙", "福州"), ("商贸", "饮品", "食品", "副食")
    cores = [a + b + c for a in CHARACTERS for b in CHARACTERS for c in "源昌盛通丰泰利和发隆" if a != b]
    rng.shuffle(cores)
    names = [f"{rng.choice(places)}{cores.pop()}{rng.choice(trades)}有限公司" for _ in range(3_000)]
    names += [f"{rng.choice(places)}{rng.choice(trades)}有限公司" for _ in range(500)]
    common = ("宏达", "恒源", "金龙", "新华", "万家")
    names += [f"{rng.choice(places)}{rng.choice(common)}{rng.choice(trades)}商行" for _ in range(500)]
    truth = []
    for _ in range(60):
        core, trade = cores.pop(), rng.choice(trades)
        forms = ("{p}{c}{t}有限公司", "{c}{t}（{p}）有限公司", "{c}{t}有限公司{p}分公司", "{c} {t}（{p}）有限责任公司")
        ids = range(len(names), len(names) + rng.randint(2, 4))
        names += [rng.choice(forms).format(p=rng.choice(places), c=core, t=trade) for _ in ids]
        truth.append([f"C{n:05d}" for n in ids])
    there = by_name(members(names))
    precision, recall = _weighed(there, pairs(truth), Likelihood.STRONG)
    assert precision > 0.98 and recall > 0.95
    named = {one.customer: one.name for one in members(names)}
    generic = [one for one in there if all(take_apart(named[key]).core == "" for key in one.keys)]
    assert all(one.reason.code == "group_same_name" for one in generic)  # the very same whole name, or nothing


ROWS = [
    row("A", "2024-01-05", 100, customer_name="陇上商贸有限公司", region="East"),
    row("B", "2024-01-06", 170, customer_name="陇上食品（北京）有限公司"),
    row("C", "2024-02-07", 150, customer_name="别家商贸有限公司", customer_group="别家系"),
    row("D", "2024-02-08", 40, customer_name="另一家", customer_group=" 别家系 "),
]


def test_with_their_money_and_what_the_files_say(tmp_path: Path) -> None:
    told = suggestions(dataset(tmp_path, ROWS, {}), Scope(Measure.AMOUNT))
    assert [(one.likelihood, one.name, one.keys, one.value) for one in told] == [
        (Likelihood.GIVEN, "别家系", ("C", "D"), Decimal(190)),
        (Likelihood.LIKELY, "陇上", ("B", "A"), Decimal(270)),
    ]
    assert told[1].members[1].region == "East"
    for lang in ("zh", "en"):
        assert all(one.reason.say(lang) for one in told)


def test_what_is_given_is_not_suggested_once_more(tmp_path: Path) -> None:
    rows = [{**one, "customer_group": "陇上系"} if one["customer"] in "AB" else one for one in ROWS]
    told = suggestions(dataset(tmp_path, rows, {}))
    assert [one.name for one in told if set(one.keys) == {"A", "B"}] == ["陇上系"]


def test_merged_customers_are_looked_at_apart(tmp_path: Path) -> None:
    there = dataset(tmp_path, ROWS, {"A": "G", "B": "G"})
    assert suggestions(there.merged("g1")) == suggestions(there)


def test_the_sample_dataset_itself(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    sales = store.open(open_sample(store, "zh", "house").id, 1, principal="house")  # before its list names the groups
    told = suggestions(sales)
    assert next(one for one in told if one.name == "鸿达").keys[0] == "C001"
    assert all(len(one.keys) == len(set(one.keys)) >= 2 for one in told)
    assert len({one.id for one in told}) == len(told)
