"""Where the activities are asked: with their levels placed by the list of contacts, where there is one."""

from __future__ import annotations

from kam_core.analysis.sales import Beside


def has_contacts(dataset: Beside) -> bool:
    """Whether a list of contacts stands beside the sales."""
    return "contacts" in dataset.views


def has_activities(dataset: Beside) -> bool:
    """Whether a list of activities stands beside the sales."""
    return "activities" in dataset.views


def of_activities(question: str, dataset: Beside) -> str:
    """The question over the activities of this dataset."""
    return f"{question}:{'placed' if has_contacts(dataset) else 'activities'}"
