"""Work done after an editor's click, so that nobody waits for it. It may run again at any time."""

from __future__ import annotations

from django.tasks import task

from authors.models import PORTRAIT_FORMATS, Author


@task
def make_portraits(author_id: int) -> int:
    """Make the missing sizes of an author's portrait; return how many there are, 0 without a portrait."""
    author = Author.objects.filter(pk=author_id).first()
    if author is None or not author.portrait:
        return 0
    for name in PORTRAIT_FORMATS:
        author.portrait.process(name)
    return len(PORTRAIT_FORMATS)
