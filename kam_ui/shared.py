"""The view a share shows: read from its owner's link, and kept to, whatever a viewer's address or widgets say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from kam_core.analysis import months
from kam_core.analysis.movement.comparisons import comparisons
from kam_core.analysis.supply.foresight import last_known_day
from kam_core.store.dataset import Dataset
from kam_core.store.shares import Share
from kam_ui import offers, resources
from kam_ui.link import ACCOUNT, SUPPLY, View, parse, settle
from kam_ui.risk import NOW
from kam_ui.view import SHARE

OF_SCOPE = ("pareto", "supply")  # those that every share of a scope shows
PAGES = (*OF_SCOPE, "movement", "concentration", "account")  # those a link can be made to (answers.py)
LEFT_OUT = ("job", "lang")  # of the owner's link: the import it watched; the language is the share's


@dataclass(frozen=True)
class Shared:
    """A share, the version it opens now, and its view."""

    share: Share
    dataset: Dataset
    view: View

    def open(self, asked: Mapping[str, tuple[str, ...]], lang: str) -> View:
        """The shared view, with what an address may change of it: the cut, the account that is opened, the language."""
        said = {key: asked[key] for key in ("account", "item", "rule", "cut") if key in asked}
        base = parse(self.view.query(SUPPLY))
        if "rule" in said or "cut" in said:  # a number alone has its usual rule, a rule its usual number
            base = {key: values for key, values in base.items() if key not in ("rule", "cut")}
        spoken = asked.get("lang", (self.view.lang,))
        return self.confine(settle({**base, **said, "lang": spoken}, offers.offer_of(self.dataset), lang))

    @property
    def page(self) -> str:
        """The page that is shown: the shared one, where a link can be made to it."""
        return self.share.page if self.share.page in PAGES else PAGES[0]

    def onward(self, lang: str) -> str:
        """The address of the shared view in the dashboard."""
        page = self.page
        query = {SHARE: [self.share.id]} | replace(self.view, lang=lang).query(page)
        return f"/{page}?" + urlencode(query, doseq=True)

    def confine(self, view: View) -> View:
        """The shared view with the viewer's cut, where it may be moved, and the account opened and the language.

        Where the page of one account is shared, that account is the one.
        """
        season = replace(self.view.season, account=view.season.account, item=view.season.item)
        if self.share.page == ACCOUNT:
            season = replace(season, account=self.view.season.account)
        kept = replace(self.view, lang=view.lang, season=season)
        return replace(kept, rule=view.rule, cut=view.cut) if self.share.movable else kept


def pages_of(share: Share) -> tuple[str, ...]:
    """The pages its viewer sees: those of the scope, and the shared one."""
    return (*OF_SCOPE, *([share.page] if share.page in PAGES and share.page not in OF_SCOPE else []))


def shared(share: Share) -> Shared:
    """What the share shows now, opened as its viewer. Raises UnknownShare, UnknownDataset, BadLink, BadScope."""
    dataset = resources.store().open(share.dataset, None, principal=share.principal)
    asked = parse(_query(share, dataset))
    return Shared(share, dataset, settle(asked, offers.offer_of(dataset), share.lang))


def _query(share: Share, dataset: Dataset) -> dict[str, list[str]]:
    """What the owner's link said. In a live one, the periods and the day that were the usual ones go with the data.

    Periods that have moved on are held against the list as the newest data say, for the share names no other upload.
    """
    said = {key: values for key, values in share.query.items() if key not in LEFT_OUT}
    said["data"] = [dataset.address]
    if share.live and dataset.version != share.version:
        made_on = resources.store().open(share.dataset, share.version, principal=share.owner)
        usual = months.default_scope(made_on)
        if (said.get("from"), said.get("to")) == ([usual.first], [usual.last]):
            said = {key: values for key, values in said.items() if key not in ("from", "to")}
        day = last_known_day(made_on)
        if day and said.get("as_of") == [day.isoformat()]:
            del said["as_of"]
        then, now = (comparisons([(each.version, each)]).usual for each in (made_on, dataset))
        compared = (said.get("before"), said.get("after"))
        if then and now and then != now and compared == ([f"{then.before}"], [f"{then.after}"]):
            said |= {"before": [f"{now.before}"], "after": [f"{now.after}"], "known": [NOW]}
    return said
