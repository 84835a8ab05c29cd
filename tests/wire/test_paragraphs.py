"""What a line break means: paragraphs, sub-headlines, lists and quotes in plain text."""

import textwrap

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from articles.wire.parsed import ParsedCopy
from articles.wire.parsers import parse
from articles.wire.parsers.layout import blocks_of, lay_out, with_subheadlines

LONG = (
    "The lamp on the northern pier burns from dusk to dawn, and whoever stands under it can read the "
    "timetable, the tide table and the notice that forbids fishing, all three of them fastened with the "
    "same four screws."
)
OTHER = (
    "It took the town nine years to hang it up. First there was no money, then no contractor, and in "
    "the end a nesting pair of oystercatchers, whose eggs nobody wanted to disturb, kept the "
    "scaffolding away until August."
)


def read(text: str) -> ParsedCopy:
    return parse(f"Headline: Lamps\n\n{text}".encode(), "story.txt")


def body(text: str) -> list[str]:
    return read(text).body.split("\n")


def wrapped(text: str, width: int = 72) -> str:
    return "\n".join(textwrap.wrap(text, width))


def test_a_paragraph_a_line_without_blank_lines() -> None:
    assert body(f"{LONG}\nShort but whole.\nA lamp at last\n{OTHER}") == [
        f"<p>{LONG}</p>",
        "<p>Short but whole.</p>",
        "<h2>A lamp at last</h2>",
        f"<p>{OTHER}</p>",
    ]


def test_paragraphs_between_blank_lines() -> None:
    assert body(f"{LONG}\n\nA lamp at last\n\n{OTHER}") == [
        f"<p>{LONG}</p>",
        "<h2>A lamp at last</h2>",
        f"<p>{OTHER}</p>",
    ]


def test_hard_wrapped_paragraphs_are_joined_and_subheadlines_between_them_are_found() -> None:
    for width in (60, 72, 76, 80, 90):
        assert body(f"{wrapped(LONG, width)}\n\nA lamp at last\n\n{wrapped(OTHER, width)}") == [
            f"<p>{LONG}</p>",
            "<h2>A lamp at last</h2>",
            f"<p>{OTHER}</p>",
        ]


def test_a_hard_wrapped_paragraph_among_long_lines_is_joined() -> None:
    assert body(f"{LONG}\n{OTHER}\n\n{wrapped(LONG)}\n\nA lamp at last\n\n{OTHER}") == [
        f"<p>{LONG}</p>",
        f"<p>{OTHER}</p>",
        f"<p>{LONG}</p>",
        "<h2>A lamp at last</h2>",
        f"<p>{OTHER}</p>",
    ]


def test_short_whole_sentences_a_line_each_are_paragraphs() -> None:
    assert body(
        "The lamp is out again tonight.\nNobody knows why.\nThe harbour is closed until morning."
    ) == [
        "<p>The lamp is out again tonight.</p>",
        "<p>Nobody knows why.</p>",
        "<p>The harbour is closed until morning.</p>",
    ]


def test_a_subheadline_right_above_a_paragraph_is_not_joined_to_it() -> None:
    short = "The lamp has been out since Monday, and nobody on the pier could say why it was."
    assert body(f"{LONG}\n\nOut again\n{short}\n\n{OTHER}") == [
        f"<p>{LONG}</p>",
        "<h2>Out again</h2>",
        f"<p>{short}</p>",
        f"<p>{OTHER}</p>",
    ]


def test_lines_of_an_address_are_joined() -> None:
    assert body(f"{LONG}\n\nHarbour office\nPier road 4\nPort Example\n\n{OTHER}")[1] == (
        "<p>Harbour office Pier road 4 Port Example</p>"
    )


def test_a_short_line_is_a_subheadline_only_between_paragraphs_and_alone() -> None:
    assert body(f"Out again\n{LONG}\n{OTHER}\nThe end of it")[0::3] == [
        "<p>Out again</p>",
        "<p>The end of it</p>",
    ]
    assert body(f"{LONG}\nAda Muster\nBen O’Hara\n{OTHER}")[1:3] == ["<p>Ada Muster</p>", "<p>Ben O’Hara</p>"]
    assert body(f"{LONG} They are:\nAda Muster\n{OTHER}")[1] == "<p>Ada Muster</p>"


def test_a_short_line_that_closes_like_a_sentence_is_a_paragraph() -> None:
    for line in (
        "He left.",
        "He left!",
        "“He left.”",
        "Why?",
        "Then…",
        "Namely:",
        "(He left.)",
        "“Why?”",
        "他走了。",
    ):
        assert body(f"{LONG}\n{line}\n{OTHER}")[1] == f"<p>{line}</p>"
    for line in ("“Nobody asked us”", "Lamps (and more lamps)", "Nine years, four screws"):
        assert body(f"{LONG}\n{line}\n{OTHER}")[1] == f"<h2>{line}</h2>"


def test_a_subheadline_has_at_most_90_characters_and_12_words() -> None:
    words = " ".join(["word"] * 12)
    assert body(f"{LONG}\n{words}\n{OTHER}")[1] == f"<h2>{words}</h2>"
    assert body(f"{LONG}\n{words} more\n{OTHER}")[1] == f"<p>{words} more</p>"
    assert body(f"{LONG}\n{'w' * 91}\n{OTHER}")[1] == f"<p>{'w' * 91}</p>"


def test_lists_with_any_bullet_are_one_list_and_keep_their_wrapped_lines() -> None:
    assert body(f"{LONG}\n\n- forty lamps\n* nine years,\n  give or take\n\n• one pier\n\n{OTHER}")[1] == (
        "<ul><li><p>forty lamps</p></li><li><p>nine years, give or take</p></li><li><p>one pier</p></li></ul>"
    )


def test_a_numbered_list_counts_from_one() -> None:
    assert body(f"{LONG}\n\n1. Look\n2) Listen\n   twice\n3. Lamp")[1] == (
        "<ol><li><p>Look</p></li><li><p>Listen twice</p></li><li><p>Lamp</p></li></ol>"
    )
    assert body(f"{LONG}\n\n1. FC Example won again, and nobody was surprised.")[1] == (
        "<p>1. FC Example won again, and nobody was surprised.</p>"
    )


def test_a_quote_names_who_said_it() -> None:
    quote = "> We have waited nine years for this.\n>\n> Nine!\n> -- The harbour master, on Tuesday"
    assert body(f"{LONG}\n\n{quote}\n\n{OTHER}")[1] == (
        "<blockquote><p>We have waited nine years for this.</p><p>Nine!</p>"
        "<p>— The harbour master, on Tuesday</p></blockquote>"
    )


def test_a_quote_without_a_name_and_an_empty_one() -> None:
    assert body(f"{LONG}\n\n> Nine years.\n\n>\n\n{OTHER}")[1:] == [
        "<blockquote><p>Nine years.</p></blockquote>",
        f"<p>{OTHER}</p>",
    ]


def test_a_line_of_signs_is_a_rule_between_paragraphs_and_nothing_at_the_edges() -> None:
    assert body(f"***\n{LONG}\n* * *\n{OTHER}\n---") == [f"<p>{LONG}</p>", "<hr>", f"<p>{OTHER}</p>"]


def test_spaces_are_single_and_no_break_spaces_stay() -> None:
    assert body("It  weighs 5\u00a0kg  and is\tstill there.") == [
        "<p>It weighs 5\u00a0kg and is still there.</p>"
    ]


def test_a_source_line_inside_the_story_stays_there_with_a_warning() -> None:
    parsed = read(f"{LONG}\nSource: Hafenamt\n{OTHER}")
    assert parsed.body.split("\n")[1] == "<p>Source: Hafenamt</p>"
    assert (parsed.sources, parsed.warnings) == (
        (),
        ("A source line inside the story was left in the text: “Source: Hafenamt”.",),
    )


LINES = st.text(st.sampled_from("abc DEF.,:!?“”’-–>*•_#1 2) \u00a0ßé"), max_size=130)


@settings(deadline=None)
@given(st.lists(LINES, max_size=12))
def test_no_word_is_lost_and_none_changes_its_place(lines: list[str]) -> None:
    pieces = with_subheadlines(lay_out(blocks_of(lines)))
    assert _words(" ".join(piece.text for piece in pieces)) == _words("\n".join(lines))


def _words(text: str) -> list[str]:
    """The words of a text, without bullets, numbers, quote signs, rules and the dash before a name."""
    return [word.strip("-–") for word in text.split() if any(character.isalpha() for character in word)]


SENTENCES = st.lists(
    st.text(st.sampled_from("abcdeéß"), min_size=4, max_size=14), min_size=40, max_size=60
).map(lambda words: " ".join(words).capitalize() + ".")


@settings(deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=5), st.integers(60, 90))
def test_however_a_story_is_broken_it_reads_the_same(paragraphs: list[str], width: int) -> None:
    assume(all(len(paragraph) > 2 * width for paragraph in paragraphs))
    a_line_each = read("\n".join(paragraphs)).body
    apart = read("\n\n".join(paragraphs)).body
    hard_wrapped = read("\n\n".join(wrapped(paragraph, width) for paragraph in paragraphs)).body
    assert a_line_each == apart == hard_wrapped
