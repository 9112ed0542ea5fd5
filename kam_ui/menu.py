"""The entries of the menu that stand for more than one page, and the mark that says so.

Streamlit marks the entry of the page that is open. A page in no menu would leave nothing marked: then the entry it
belongs to is, in the same look. The mark is a rule of style, written into the served page (web/shell.py).
"""

from __future__ import annotations

#: the entry -> its pages, the one in the menu first; tabs.py switches between them
TABS = {"risk": ("movement", "concentration"), "people": ("coverage", "service", "playbook")}
#: what is on the screen of a page in no menu (the class Streamlit makes of a widget's key) -> the page in the menu
BELONGS = {
    **{f"st-key-{entry}-tab-{page}": pages[0] for entry, pages in TABS.items() for page in pages[1:]},
    "st-key-account_ways": "pareto",  # an account is one of the list of all
}
_LINK = "[data-testid=stSidebarNavLink]"
_LOOK = "background: rgb(146 182 200 / 25%);"  # as Streamlit marks its own, in light and dark


def marks() -> str:
    """The rules of style, for as long as no entry is marked by Streamlit itself."""
    rules = []
    for seen, page in BELONGS.items():
        link = f'body:has(.{seen}):not(:has({_LINK}[aria-current])) {_LINK}[href$="/{page}"]'
        rules.append(f"{link} {{ {_LOOK} }}\n{link} p {{ font-weight: 600; }}")
    return "\n".join(rules)
