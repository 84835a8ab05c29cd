"""The import command: paths, reports, exit statuses, and one bad file that stops nobody."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from articles.workflow import Status
from tests.factories import SectionFactory, UserFactory

pytestmark = pytest.mark.django_db

TEXT = (
    "Headline: {headline}\n\nThe lake froze for the first time in eleven years, the harbour office wrote.\n"
)
COMPLETE = TEXT.replace("\n\n", "\nStandfirst: The ice bears.\nSection: Europe\nBy: Ada Writer\n\n", 1)


def run(
    *arguments: Any, stdin: bytes = b"", monkeypatch: pytest.MonkeyPatch | None = None
) -> tuple[int, str]:
    out = io.StringIO()
    if monkeypatch:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
    try:
        call_command("import_articles", *map(str, arguments), stdout=out)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


def report(*arguments: Any, **options: Any) -> tuple[int, dict[str, Any]]:
    status, text = run(*arguments, "--json", **options)
    return status, json.loads(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(TEXT.format(headline="One"))
    (tmp_path / "two.md").write_text(
        "---\nheadline: Two\n---\n\nThe lake froze, and the ferry stays in the harbour.\n"
    )
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "three.txt").write_text(TEXT.format(headline="Three"))
    (tmp_path / ".hidden.txt").write_text(TEXT.format(headline="Hidden"))
    (tmp_path / "picture.jpg").write_bytes(b"beside the copy")
    return tmp_path


def test_a_folder_is_read_in_depth_without_pictures_and_hidden_files(folder: Path) -> None:
    status, text = run(folder)
    assert (status, sorted(Article.objects.values_list("headline", flat=True))) == (
        0,
        ["One", "Three", "Two"],
    )
    assert text.splitlines()[-1] == "3 created, 0 updated, 0 unchanged, 0 refused."


def test_the_second_run_reports_everything_unchanged(folder: Path) -> None:
    run(folder)
    status, text = run(folder)
    assert (status, text.splitlines()[-1]) == (0, "0 created, 0 updated, 3 unchanged, 0 refused.")


def test_bad_files_are_refused_one_by_one_and_the_rest_goes_in(folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "huge.txt").write_bytes(b"word " * 1_000_000)
    status, found = report(folder)
    refused = {
        Path(item["name"]).name: item["notes"] for item in found["items"] if item["result"] == "refused"
    }
    assert (status, found["created"], sorted(refused)) == (1, 3, ["binary.txt", "empty.txt", "huge.txt"])
    assert [len(notes) for notes in refused.values()] == [1, 1, 1]


def test_nothing_done_is_status_two(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    assert run(tmp_path)[0] == 2
    assert run(tmp_path / "missing.txt")[0] == 2
    (tmp_path / "nothing").mkdir()
    assert run(tmp_path / "nothing") == (2, "No copy found.\n")


def test_a_path_that_is_not_there_is_named(folder: Path) -> None:
    status, found = report(folder, folder / "gone.txt")
    (refused,) = [item for item in found["items"] if item["result"] == "refused"]
    assert (status, Path(refused["name"]).name, refused["notes"]) == (
        1,
        "gone.txt",
        ["There is no such file or folder."],
    )


def test_standard_input_is_one_story(monkeypatch: pytest.MonkeyPatch) -> None:
    status, found = report("-", stdin=TEXT.format(headline="Piped").encode(), monkeypatch=monkeypatch)
    assert (status, found["items"][0]["name"], Article.objects.get().headline) == (
        0,
        "standard input",
        "Piped",
    )


def test_publish_takes_complete_copy_through_the_door(tmp_path: Path) -> None:
    SectionFactory(name="Europe")
    (tmp_path / "a.txt").write_text(COMPLETE.format(headline="The lake froze"))
    status, found = report(tmp_path, "--publish")
    article = Article.objects.get()
    assert (status, found["items"][0]["published"], article.status) == (0, True, Status.PUBLISHED)
    assert list(article.events.order_by("pk").values_list("verb", flat=True)) == [
        "submit",
        "approve",
        "publish",
    ]


def test_publish_takes_the_date_the_file_names(tmp_path: Path) -> None:
    SectionFactory(name="Europe")
    (tmp_path / "a.txt").write_text("Published: 2019-02-03\n" + COMPLETE.format(headline="The lake froze"))
    run(tmp_path, "--publish")
    edition = Article.objects.get().editions.get()
    assert edition.get_absolute_url() == "/2019/02/03/the-lake-froze/"


def test_publish_leaves_what_the_checklist_stops_as_a_draft_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT.format(headline="The lake froze"))
    status, found = report(tmp_path, "--publish", "--author", "Ada Writer")
    assert (status, found["created"], Article.objects.get().status) == (1, 1, Status.DRAFT)
    assert found["items"][0]["notes"] == ["Not published: There is no standfirst. No section is chosen."]


def test_publish_never_publishes_a_changed_file_over_a_page(tmp_path: Path) -> None:
    SectionFactory(name="Europe")
    (tmp_path / "a.txt").write_text(COMPLETE.format(headline="The lake froze"))
    run(tmp_path, "--publish")
    (tmp_path / "a.txt").write_text(COMPLETE.format(headline="The lake froze").replace("eleven", "twelve"))
    status, found = report(tmp_path, "--publish")
    assert (status, found["updated"], Article.objects.get().editions.count()) == (0, 1, 1)


def test_a_dry_run_keeps_nothing(folder: Path) -> None:
    status, text = run(folder, "--dry-run")
    assert (status, Article.objects.count()) == (0, 0)
    assert text.splitlines()[-1] == "Dry run: nothing was kept."


def test_revisions_are_logged_under_the_account_that_is_named(folder: Path) -> None:
    wire = UserFactory(username="wire")
    run(folder, "--by", "wire")
    assert {article.revisions.get().by for article in Article.objects.all()} == {wire}
    with pytest.raises(CommandError, match="nobody"):
        run(folder, "--by", "nobody")


def test_square_brackets_in_a_headline_are_printed_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT.format(headline="The [bold] lake"))
    assert "The [bold] lake" in run(tmp_path)[1]


def test_a_person_who_may_not_publish_is_told_for_each_file_and_the_rest_goes_on(tmp_path: Path) -> None:
    SectionFactory(name="Europe")
    UserFactory(username="rep", role="Reporter")
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(COMPLETE.format(headline=f"The lake froze, {name}"))
    status, found = report(tmp_path, "--publish", "--by", "rep")
    assert (status, found["created"], [item["published"] for item in found["items"]]) == (
        1,
        2,
        [False, False],
    )
    assert set(Article.objects.values_list("status", flat=True)) == {Status.DRAFT}
