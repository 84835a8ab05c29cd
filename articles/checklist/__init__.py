"""What has to be right before an article is published, and what deserves a second look.

A check is a function of a `Story` that yields its findings; each subject is a file, with its checks in the
order in which the form shows them. Checks read and never write, fetch nothing over the network, and ask the
database the same few questions whatever the story is like: the form asks all of them whenever it is opened.
"""

from __future__ import annotations

from datetime import datetime

from articles.checklist import desk, figures, furniture, names, pictures, quotations, sources, wording
from articles.checklist.story import Check, Finding, Story
from articles.models import Article

__all__ = ["CHECKS", "Finding", "blockers", "findings"]

CHECKS: tuple[Check, ...] = tuple(
    check
    for subject in (furniture, sources, pictures, names, figures, quotations, wording, desk)
    for check in subject.CHECKS
)


def findings(article: Article, at: datetime) -> list[Finding]:
    """Everything found in the working copy, blockers first; `at` is when it would be published."""
    story = Story(article, at)
    found = [finding for check in CHECKS for finding in check(story)]
    return sorted(found, key=lambda finding: not finding.blocks)


def blockers(article: Article, at: datetime) -> list[Finding]:
    """What stops publication at that moment; empty when nothing does."""
    return [finding for finding in findings(article, at) if finding.blocks]
