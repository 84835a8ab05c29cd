"""docs/copy-format.md tells editors what the parsers do."""

import re
from pathlib import Path

from articles.wire.parsed import AI_USES, GENRES
from articles.wire.parsers import parse
from articles.wire.parsers.keys import KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "copy-format.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `([^`]+)` \| (.*) \|$", PAGE, re.MULTILINE))


def test_the_page_has_every_key_and_every_choice() -> None:
    assert {name for name in ROWS if not name.startswith("Source:")} == {key.name for key in KEYS}
    for name, choices in (("Genre", GENRES), ("AI use", AI_USES)):
        said = ROWS[name].split("|")[0].replace(" (default)", "").split(",")
        assert tuple(choice.strip().replace(" ", "_") for choice in said) == choices


def test_the_examples_of_the_page_come_in() -> None:
    shortest, with_header, _, markdown = re.findall(r"^```\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert parse(shortest.encode(), "a.txt").author is not None
    assert parse(with_header.encode(), "a.txt").by == ("Ada Muster", "Ben O’Hara")
    assert parse(markdown.encode(), "a.md").picture is not None
