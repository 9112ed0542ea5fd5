"""What a link says: the View, its keys and values, and the way from a query string to a View and back.

    query string ──parse──▶ asked (keys and values understood) ──settle──▶ View ──query──▶ query string

Every value is spelled out, the defaults too, so that a copied link means the same tomorrow. What cannot be understood
stops with the reason and never becomes a default.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from kam_core.analysis.cut import Rule
from kam_core.analysis.scope import Scope
from kam_core.errors import BadLink
from kam_core.schema import Measure
from kam_core.wording import LANGUAGES
from kam_ui import people, risk, season
from kam_ui.people import People
from kam_ui.risk import Risk
from kam_ui.season import Season, plain
from kam_ui.service import asked as service
from kam_ui.service.asked import Asked

Query = Mapping[str, Sequence[str]]

#: filter key in a link -> the Scope's field. Each may be repeated; '' means the blank value.
FILTERS = {
    "region": "regions",
    "product": "products",
    "category": "categories",
    "type": "types",
    "department": "departments",
    "channel": "channels",
    "unit": "units",
    "currency": "currencies",
}
#: what judges the values of some keys -> these keys
PARTS = {
    season.fits: (*season.ASSUMED, *season.OPENED),
    risk.fits: risk.KEYS,
    people.fits: people.KEYS,
    service.fits: service.KEYS,
}
OF_PARTS = tuple(key for keys in PARTS.values() for key in keys if key not in risk.REPEATED)
SINGLE = ("data", "rule", "cut", "measure", "from", "to", "hand", "groups", "lang", "job", *OF_PARTS)
SUPPLY = "supply"  # the page that spells out all that its outlook assumes
ACCOUNT = "account"  # the page of one customer
#: the number a rule has when a link names the rule alone; the other two rules mean nothing without theirs
USUAL_CUT = {Rule.TOP: Decimal(20), Rule.REACH: Decimal(80)}
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
DATASET = re.compile(r"(?P<id>[A-Za-z0-9_-]{1,80})(@(?P<version>[1-9]\d{0,8}))?", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_GROUPS = re.compile(r"(off|g[0-9a-f]{20})?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True)
class View:
    """What is looked at and how the line is drawn. `data` is '' while there is no dataset at all."""

    data: str = ""  # the dataset's id
    version: int = 0
    scope: Scope = field(default_factory=Scope)
    rule: Rule = Rule.TOP
    cut: Decimal = Decimal(20)
    hand: str = ""  # the id of a hand-picked list
    lang: str = "en"
    job: str = ""  # the running import, on the data page
    season: Season = field(default_factory=Season)
    risk: Risk = field(default_factory=Risk)
    people: People = field(default_factory=People)
    service: Asked = field(default_factory=Asked)
    usual_day: date | None = None  # as of which the season is looked at where nothing is said

    def query(self, page: str = "") -> dict[str, list[str]]:
        """Every value as the link of a page spells it."""
        said: dict[str, list[str]] = {}
        if self.data:
            said["data"] = [f"{self.data}@{self.version}"]
            said["rule"] = [self.rule.value]
            said["cut"] = [plain(self.cut)]
            said["measure"] = [self.scope.measure.value]
            said |= {key: [month] for key, month in (("from", self.scope.first), ("to", self.scope.last)) if month}
            for key, attribute in FILTERS.items():
                if values := getattr(self.scope, attribute):
                    said[key] = list(values)
            if self.hand:
                said["hand"] = [self.hand]
            if self.scope.groups:
                said["groups"] = [self.scope.groups]
            said |= self.season.query(page == SUPPLY, self.usual_day)
            if page in (ACCOUNT, service.PAGE) and self.season.account:
                said["account"] = [self.season.account]
            said |= self.risk.query(page)
            said |= self.people.query(page)
            said |= self.service.query(page)
        said["lang"] = [self.lang]
        if self.job:
            said["job"] = [self.job]
        return said

    def link(self, page: str) -> str:
        """The path and query that show this view again (a running import is nobody else's)."""
        return f"/{page}?" + urlencode(replace(self, job="").query(page), doseq=True)


@dataclass(frozen=True)
class Offer:
    """What one version of a dataset lets a view say."""

    data: str
    version: int
    first: str  # the first month with data, "YYYY-MM"
    last: str
    usual: Scope  # what is shown when a link says nothing; its period is spelled out
    resolve: Callable[[Scope], Scope]  # checks measure, period and filter values; raises BadScope
    compared: Risk | None = None  # which periods are compared unless a link says otherwise
    as_of: date | None = None  # the last known day: an outlook begins there unless a link says otherwise


def parse(query: Query) -> dict[str, tuple[str, ...]]:
    """The keys and values of a link, checked for form. Raises BadLink naming the key and the value."""
    asked: dict[str, tuple[str, ...]] = {}
    for key, values in query.items():
        if key in FILTERS:
            asked[key] = tuple(dict.fromkeys(values))
        elif key in risk.REPEATED:
            for value in values:
                _check_form(key, value)
            asked[key] = tuple(dict.fromkeys(values))
        elif key not in SINGLE:
            raise BadLink("link_unknown_key", key=key[:80])
        elif len(values) != 1:
            raise BadLink("link_said_twice", key=key)
        else:
            _check_form(key, values[0])
            asked[key] = (values[0],)
    rule = Rule(asked.get("rule", (Rule.TOP.value,))[0])
    if "cut" not in asked and rule not in USUAL_CUT:
        raise BadLink("link_rule_without_cut", value=rule.value)
    if "cut" in asked and cut_problem(rule, asked["cut"][0]):
        raise BadLink("link_bad_value", key="cut", value=asked["cut"][0])
    return asked


def settle(asked: Mapping[str, tuple[str, ...]], offer: Offer | None, lang: str) -> View:
    """The View a link means for the dataset it names. Raises BadScope when the dataset cannot show it."""
    lang = asked.get("lang", (lang,))[0]
    job = asked.get("job", ("",))[0]
    if offer is None:
        return View(lang=lang, job=job)
    usual = offer.usual
    said = {FILTERS[key]: values for key, values in asked.items() if key in FILTERS}
    scope = replace(
        usual,
        measure=Measure(asked.get("measure", (usual.measure.value,))[0]),
        # one end alone means: from there on, or up to there; neither means the usual period
        first=asked["from"][0] if "from" in asked else (offer.first if "to" in asked else usual.first),
        last=asked["to"][0] if "to" in asked else (offer.last if "from" in asked else usual.last),
        groups=asked.get("groups", ("",))[0].removeprefix("off"),
        **said,
    )
    rule = Rule(asked.get("rule", (Rule.TOP.value,))[0])
    return View(
        data=offer.data,
        version=offer.version,
        scope=offer.resolve(scope),
        rule=rule,
        cut=Decimal(asked["cut"][0]) if "cut" in asked else USUAL_CUT[rule],
        hand=asked.get("hand", ("",))[0],
        lang=lang,
        job=job,
        season=season.read(asked, offer.as_of),
        risk=risk.read(asked, offer.compared),
        people=people.read(asked),
        service=service.read(asked),
        usual_day=offer.as_of,
    )


def _check_form(key: str, value: str) -> None:
    part = next((of for of, keys in PARTS.items() if key in keys), None)
    if part:
        if not part(key, value):
            raise BadLink("link_bad_value", key=key, value=value[:80])
        return
    fits = {
        "data": lambda: DATASET.fullmatch(value) is not None,
        "rule": lambda: value in set(Rule),
        "cut": lambda: _NUMBER.fullmatch(value) is not None,
        "measure": lambda: value in set(Measure),
        "from": lambda: _MONTH.fullmatch(value) is not None,
        "to": lambda: _MONTH.fullmatch(value) is not None,
        "hand": lambda: _NAME.fullmatch(value) is not None,
        "groups": lambda: _GROUPS.fullmatch(value) is not None,
        "lang": lambda: value in LANGUAGES,
        "job": lambda: _NAME.fullmatch(value) is not None,
    }
    if not fits[key]():
        raise BadLink("link_bad_value", key=key, value=value[:80])


def cut_problem(rule: Rule, text: str) -> bool:
    """Whether `text` is no number this rule can use."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return True
    if rule is Rule.AT_LEAST or not number.is_finite():
        return not number.is_finite()
    if rule is Rule.COUNT:
        return number < 0 or number != number.to_integral_value()
    return not 0 <= number <= 100
