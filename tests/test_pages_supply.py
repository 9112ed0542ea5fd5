"""The supply page: with stock and without, in both languages; a bad link; settings that move their number; an account
opened, agreed with, planned for; and what the first page says of the season."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.analysis.supply.allocation import AllocationRule
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.store.sample import open_sample
from kam_core.wording import say
from kam_ui import resources
from kam_ui.text import WORDS
from tests.caches import forget

FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"
LANGUAGES = ("zh", "en")
WITH, WITHOUT = "sample@2", "sample@1"  # the sample's sales alone are its first version


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    """A store with the Chinese sample, its stock and its supply."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAM_DATA_DIR", str(tmp_path_factory.mktemp("supply") / "store"))
        forget()
        yield open_sample(resources.store(), "zh", HOUSE)
        forget()


pytestmark = pytest.mark.usefixtures("sample")


def page(lang: str = "zh", name: str = "supply", **query: str | list[str]) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=120)
    at.query_params["lang"] = lang
    at.query_params["data"] = WITH
    for key, value in query.items():
        at.query_params[key] = value
    at.switch_page(f"../pages/{name}.py").run()
    assert not at.exception
    return at


def part(at: AppTest, key: str) -> dict[str, Any]:
    """The data handed to the live part that has `key`."""
    found = [element.proto for element in at.get("bidi_component")]
    return next(data for data in (json.loads(proto.json or proto.mixed.json) for proto in found) if key in data)


def sentence(at: AppTest) -> str:
    return str(part(at, "sentence")["sentence"])


def due(at: AppTest) -> Any:
    """The table of accounts."""
    return next(element.value for element in at.dataframe if "days_left" in element.value)


def words(lang: str, key: str, **facts: object) -> str:
    return WORDS.say(lang, key, **facts)


def told(at: AppTest) -> str:
    shown = [*at.text, *at.markdown, *at.caption, *at.subheader, *at.info]
    return "\n".join(str(element.value) for element in shown)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_names_who_runs_dry_first_and_the_table_begins_with_it(lang: str) -> None:
    at = page(lang)
    said, table = sentence(at), due(at)
    assert table["name"][0] in said
    assert f"{-int(table['days_left'][0])}" in said
    assert len(table) == 60
    assert table["days_left"].dropna().is_monotonic_increasing
    assert part(at, "sentence")["beside"].startswith(("库存至 2025-12-20", "Stock to 2025-12-20"))
    assert words(lang, "supply.assume.on") not in at.main.expander[0].label.split(" · ")[0]
    assert at.main.expander[0].label.startswith(("假设", "Assumed"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_has_not_reported_is_named_and_unknown_never_zero(lang: str) -> None:
    table = due(page(lang))
    silent = table[table["status"].map(lambda said: said[0] == words(lang, "supply.status.unreported"))]
    assert len(silent) == 8
    assert silent["on_hand"].isna().all() and silent["run_out"].isna().all()
    assert (silent["name"] != "").all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_stock_table_it_answers_by_pre_season_progress_and_says_which_file_is_missing(lang: str) -> None:
    at = page(lang, data=WITHOUT)
    table = at.dataframe[0].value
    assert {"so_far", "expected", "share"} <= set(table)
    assert table["share"].dropna().is_monotonic_increasing
    assert table["name"][0] in sentence(at)
    assert words(lang, "supply.offer.why") in told(at)
    assert words(lang, "offer.template_csv") in [button.label for button in at.get("download_button")]


def test_the_link_spells_out_every_setting_here_and_only_what_differs_on_the_first_page() -> None:
    usual = {"as_of": "2025-12-26", "service_level": "95", "lead_time": "data", "peak": "1.2", "lunar": "off",
             "closed_days": "on"}  # fmt: skip
    here = page()
    said = dict(here.query_params)
    assert usual.items() <= said.items()
    assert (said["tab"], said["available"], said["allocation"]) == ("due", "data", "key-first-floor")
    assert not set(usual) & set(page(name="pareto").query_params)
    moved = page(name="pareto", lead_time="50")
    assert moved.query_params["lead_time"] == "50" and "peak" not in moved.query_params


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ({"as_of": "2025-02-30"}, "2025-02-30"),
        ({"service_level": "100"}, "100"),
        ({"lead_time": "soon"}, "soon"),
        ({"lead_time": "366"}, "366"),
        ({"peak": "0"}, "peak"),
        ({"lunar": "yes"}, "yes"),
        ({"tab": "stock"}, "stock"),
        ({"available": "-1"}, "-1"),
        ({"allocation": "first-come"}, "first-come"),
        ({"horizon": "3"}, "horizon"),
        ({"as_of": "1999-01-01"}, "1999-01-01"),
    ],
)
def test_a_bad_link_stops_with_the_reason(lang: str, query: dict[str, str], seen: str) -> None:
    at = page(lang, **query)
    assert [element.value for element in at.subheader] == [words(lang, "stopped.title")]
    assert seen in told(at).replace("\\", "")
    assert not at.dataframe


def test_every_setting_moves_its_number() -> None:
    before = due(page()).set_index("customer")

    def moved(**query: str) -> Any:
        return due(page(**query)).set_index("customer").reindex(before.index)

    longer = moved(lead_time="60")
    both = before["order_by"].notna() & longer["order_by"].notna() & (before["product_name"] == longer["product_name"])
    assert both.any() and (longer["order_by"][both] < before["order_by"][both]).all()
    assert "2025-12-22" in part(page(as_of="2025-12-22"), "sentence")["beside"]
    assert (moved(as_of="2025-12-22")["cover"] > before["cover"]).any()
    assert moved(service_level="99.9")["gap"].sum() > before["gap"].sum()
    assert not moved(peak="1.05")["peak"].equals(before["peak"])
    assert not moved(lunar="on")["peak_need"].equals(before["peak_need"])
    assert (moved(closed_days="off")["days_left"] > before["days_left"]).any()


def test_a_setting_moved_on_the_page_is_in_the_link() -> None:
    at = page()
    at.number_input(key="pick.lead_time").set_value(45).run()
    assert at.query_params["lead_time"] == "45"
    at.number_input(key="pick.lead_time").set_value(None).run()
    assert at.query_params["lead_time"] == "data"
    at.number_input(key="pick.lead_time").set_value(45).run()
    at.toggle(key="pick.lunar").set_value(True).run()
    assert at.query_params["lunar"] == "on"
    assert not at.exception
    next(button for button in at.button if button.label == words("zh", "supply.assume.usual")).click().run()
    assert (at.query_params["lead_time"], at.query_params["lunar"]) == ("data", "off")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("item", ["", "P101"])
def test_a_link_opens_one_account(lang: str, item: str) -> None:
    at = page(lang, account="C001", **({"item": item} if item else {}))
    assert "C001" in at.main.subheader[0].value
    assert len(at.get("plotly_chart")) == 1
    assert words(lang, "supply.agree.excel") in [button.label for button in at.get("download_button")]
    assert (at.query_params["account"], at.query_params.get("item", "")) == ("C001", item)
    next(button for button in at.button if button.label == words(lang, "supply.account.close")).click().run()
    assert "account" not in at.query_params


def test_the_product_picker_changes_the_link_and_the_account() -> None:
    at = page(account="C001")
    at.selectbox(key="pick.item").set_value("P101").run()
    assert at.query_params["item"] == "P101"
    assert not at.exception


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_account_that_is_not_there_says_so_in_its_place(lang: str) -> None:
    at = page(lang, account="C999")
    assert words(lang, "stopped.title") in [element.value for element in at.subheader]
    assert "C999" in told(at)
    assert len(due(at)) == 60


def test_an_agreed_quantity_takes_the_forecasts_place_and_can_be_taken_back(sample: Dataset) -> None:
    at = page(account="C001", item="P101")
    agreed = next(box for box in at.number_input if str(box.key).startswith("agree.agreed.C001.P101."))
    before = resources.ahead(_view(at), sample)
    row = (before.outlook.customers == "C001") & (before.outlook.products == "P101")
    agreed.set_value(123_456).run()
    next(button for button in at.button if button.label == words("zh", "supply.agree.save")).click().run()
    assert not at.exception
    after = resources.ahead(_view(at), sample)
    assert after.outlook.agreed[row].all() and not before.outlook.agreed[row].any()
    assert after.outlook.peak_need[row].round() == [123_456]
    assert words("zh", "supply.agree.counts") in told(at)
    again = next(box for box in at.number_input if str(box.key).startswith("agree.agreed.C001.P101."))
    assert again.value == 123_456 and again.key != agreed.key  # shown anew, with what it now follows
    again.set_value(None)
    next(button for button in at.button if button.label == words("zh", "supply.agree.save")).click().run()
    assert resources.agreements(sample) == ()


def _view(at: AppTest) -> Any:
    return at.session_state["kam.view"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_plan_comes_with_its_sheets(lang: str) -> None:
    at = page(lang, tab="plan")
    labels = [button.label for button in at.get("download_button")]
    assert {words(lang, "supply.plan.build_excel"), words(lang, "supply.plan.ship_excel")} <= set(labels)
    products, made, shipped = (at.dataframe[n].value for n in range(3))
    months = [name for name in products if str(name).startswith("20")]
    assert (products[months].sum(axis=1) - products["key_demand"]).abs().max() <= len(months)
    assert {"week", "product", "quantity"} <= set(made) and {"week", "customer", "quantity"} <= set(shipped)
    assert not {"price", "value", "amount"} & {*made, *shipped}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_four_rules_stand_side_by_side_and_add_up(lang: str) -> None:
    at = page(lang, tab="split", item="P101", available="1000", allocation="equal-run-out")
    rules = at.dataframe[0].value
    assert rules.iloc[:, 0].tolist() == [
        say(lang, f"rule.{code}") for code in ("proportional", "equal-run-out", "key-first", "key-first-floor")
    ]
    given, left = (rules.iloc[:, at_].str.replace(",", "").astype(float) for at_ in (1, 2))
    assert ((given + left).round(4) == 1000).all()
    split = at.dataframe[1].value
    assert split["quantity"].sum() == pytest.approx(given[1])
    at.radio(key="pick.split.rule").set_value(AllocationRule.KEY_FIRST).run()
    assert at.query_params["allocation"] == "key-first"


def test_the_tabs_are_codes_in_the_link() -> None:
    at = page()
    at.segmented_control(key="pick.supply.tab").set_value("plan").run()
    assert at.query_params["tab"] == "plan"
    at.segmented_control(key="pick.lang").set_value("en").run()
    assert at.query_params["tab"] == "plan" and not at.exception


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_formulas_open(lang: str) -> None:
    at = page(lang)
    at.session_state["fold.supply_how"] = True
    at.run()
    assert not at.exception
    assert say(lang, "definition.order_by") in told(at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_page_tells_the_shortage_with_the_line_and_without_stock_offers_it(lang: str) -> None:
    home, here = page(lang, "pareto"), due(page(lang))
    short = part(home, "story")["story"]["short"]
    frame = next(element.value for element in home.dataframe if "cover" in element.value)
    assert here["name"][0] in sentence(home) and f"{-int(here['days_left'][0])}" in sentence(home)
    assert frame["run_out"].notna().any() and frame["status"].map(len).eq(1).all()
    assert len(short) == len(set(short)) > 0
    bare = page(lang, "pareto", data=WITHOUT)
    assert part(bare, "knots")["story"] is None
    assert next(element.value for element in bare.dataframe if "cover" in element.value)["cover"].isna().all()
    assert words(lang, "table.stock_hint") in told(bare)


def test_one_row_of_the_first_page_says_what_the_supply_page_says() -> None:
    home, here = page(name="pareto"), due(page()).set_index("customer")
    frame = next(element.value for element in home.dataframe if "cover" in element.value).set_index("customer")
    both = here.index
    for column in ("cover", "run_out", "order_by"):
        assert frame[column].reindex(both).equals(here[column])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_stays_calm(lang: str) -> None:
    at = page(lang)
    assert len([*at.main.get("popover"), *at.main.get("button_group"), *at.main.expander]) <= 9
    folded = [button for fold in at.main.get("popover") for button in fold.get("button")]
    assert [button.key for button in at.main.button if button not in folded] == ["send.open"]
