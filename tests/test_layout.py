"""The house keeps its order: who may import whom, and the rules every file follows."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests import layout_rules as rules

ROOT = Path(settings.BASE_DIR)


@cache
def sources() -> dict[str, str]:
    """The source of every module of the project; migrations speak of the past and are left alone."""
    found = {}
    for package in rules.PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" in parts:
                continue
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = path.read_text("utf-8")
    return found


def templates() -> dict[str, str]:
    """The source of every template of the project."""
    paths = [path for folder in ("templates", *rules.PACKAGES) for path in (ROOT / folder).rglob("*.html")]
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in paths}


def site_modules() -> dict[str, str]:
    """The modules that readers' pages are made of."""
    places = {name: rules.place_of(name) for name in sources()}
    return {
        name: sources()[name] for name, place in places.items() if place is not None and place.room == "site"
    }


def graph() -> dict[str, set[str]]:
    """Which project module imports which."""
    known = frozenset(sources())
    return {name: rules.imports(source, known) - {name} for name, source in sources().items()}


def listed(problems: list[str]) -> str:
    return "\n" + "\n".join(problems)


def test_every_module_stands_in_a_room_and_imports_only_what_stands_below_it():
    problems = [line for name, imported in graph().items() for line in rules.wrong_imports(name, imported)]
    assert problems == [], listed(problems)


def test_no_modules_import_one_another_in_a_circle():
    problems = rules.cycles(graph())
    assert problems == [], listed(problems)


def test_imports_stand_at_the_top_of_a_file():
    problems = [line for name, source in sources().items() for line in rules.hidden_imports(name, source)]
    assert problems == [], listed(problems)


def test_the_site_never_names_the_working_copy():
    problems = [line for name, source in site_modules().items() for line in rules.names_article(name, source)]
    assert "articles.site.urls" in site_modules()
    assert problems == [], listed(problems)


def test_only_richtext_declares_html_safe():
    problems = [line for name, source in sources().items() for line in rules.unsafe_html(name, source)]
    problems += [line for name, source in templates().items() for line in rules.unsafe_template(name, source)]
    assert problems == [], listed(problems)


def test_only_workflow_and_publishing_set_a_status():
    problems = [line for name, source in sources().items() for line in rules.status_writes(name, source)]
    assert problems == [], listed(problems)


def test_every_command_is_documented():
    commands = [name.rpartition(".")[2] for name in sources() if ".management.commands." in name]
    docs = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md")))
    problems = rules.undocumented([name for name in commands if not name.startswith("_")], docs)
    assert problems == [], listed(problems)


def test_no_module_is_named_after_nothing_in_particular():
    problems = [line for name in sources() for line in rules.banned_name(name)]
    assert problems == [], listed(problems)


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("articles.workflow", "articles.models"),
        ("authors.models", "articles.models"),
        ("articles.models.article", "articles.publishing"),
        ("articles.publishing", "articles.wire.load"),
        ("articles.site.views", "articles.admin"),
        ("articles.wire.load", "articles.site.urls"),
        ("authors.views", "articles.wire.load"),
        ("articles.templatetags.pictures", "articles.admin.forms"),
        ("articles.admin", "newsroom.models"),
        ("articles.wire.load", "articles.management.commands.import_articles"),
    ],
)
def test_an_import_that_goes_up_or_through_a_wall_is_found(module, imported):
    [problem] = rules.wrong_imports(module, {imported})
    assert problem.startswith(f"{module} (")
    assert imported in problem


def test_imports_that_go_down_or_stay_in_the_room_are_fine():
    assert rules.wrong_imports("newsroom.urls", {"articles.site.urls", "authors.views"}) == []
    assert (
        rules.wrong_imports("articles.site.views", {"authors.views", "articles.models", "articles.search"})
        == []
    )


def test_a_module_without_a_place_is_found():
    [problem] = rules.wrong_imports("articles.things", set())
    assert problem.startswith("articles.things has no place")


def test_a_name_inside_a_module_is_told_from_a_module():
    source = "import newsroom.models\nfrom articles.wire import load, other\nfrom django import forms\n"
    found = rules.imports(source, {"articles.wire.load"})
    assert found == {"newsroom.models", "articles.wire.load", "articles.wire"}


def test_an_import_for_types_only_does_not_count():
    source = "if TYPE_CHECKING:\n    from articles.models import Article\nelse:\n    import authors.models\n"
    assert rules.imports(source) == {"authors.models"}


def test_a_circle_is_found_and_shown():
    [problem] = rules.cycles({"a": {"b"}, "b": {"c"}, "c": {"a"}})
    assert problem.startswith("Import circle: ")
    assert {"a", "b", "c"} <= set(problem.split(".")[0].replace("Import circle: ", "").split(" -> "))


def test_an_import_inside_a_function_is_found():
    [problem] = rules.hidden_imports("articles.x", "def f():\n    if True:\n        import json\n")
    assert problem.startswith("articles.x, line 3:")


@pytest.mark.parametrize(
    "source",
    [
        "from articles.models import Article",
        "from articles import models\nmodels.Article",
        "from articles.models import Article as Draft",
        "apps.get_model('articles.Article')",
        "apps.get_model('articles', 'Article')",
    ],
)
def test_a_site_module_that_names_the_working_copy_is_found(source):
    problems = rules.names_article("articles.site.x", source)
    assert len(problems) >= 1
    assert "Edition.objects.live(now)" in problems[0]


def test_prose_about_an_article_is_not_code():
    assert rules.names_article("articles.site.x", '"""The Article page."""\nlabel = "NewsArticle"\n') == []


@pytest.mark.parametrize(
    "source",
    [
        "from django.utils.safestring import mark_safe",
        "from django.utils import safestring\nx = safestring.mark_safe('')",
        "x = SafeString(f'<b>{name}</b>')",
    ],
)
def test_html_declared_safe_elsewhere_is_found(source):
    [problem] = rules.unsafe_html("articles.site.x", source)
    assert "articles/richtext.py" in problem
    assert rules.unsafe_html("articles.richtext", source) == []


def test_a_literal_declared_safe_is_fine():
    assert rules.unsafe_html("articles.site.x", "x = SafeString('<hr>')") == []


@pytest.mark.parametrize(
    "source",
    ["{{ body|safe }}", "{{ body | safe }}", "{{ parts|safeseq|join:', ' }}", "{% autoescape off %}"],
)
def test_a_template_that_switches_escaping_off_is_found(source):
    [problem] = rules.unsafe_template("templates/x.html", f"first line\n{source}\n")
    assert problem.startswith("templates/x.html, line 2:")


def test_a_template_that_escapes_is_fine():
    assert rules.unsafe_template("templates/x.html", "{{ safe_headline|default:'' }} {{ a|safely }}") == []


@pytest.mark.parametrize(
    "source",
    [
        "article.status = 'published'",
        "self.article.status, other = 'published', 1",
        "article.status: str = 'published'",
        "Article.objects.filter(pk=1).update(status='published')",
    ],
)
def test_a_status_set_elsewhere_is_found(source):
    [problem] = rules.status_writes("articles.admin.x", source)
    assert "workflow.perform()" in problem
    assert rules.status_writes("articles.workflow", source) == []


def test_reading_a_status_is_fine():
    assert (
        rules.status_writes("articles.admin.x", "if article.status == 'draft':\n    shown = article.status\n")
        == []
    )


def test_a_command_that_no_page_mentions_is_found():
    [problem] = rules.undocumented(["seed", "tick"], "Run `manage.py seed`; a tickler is not a tick_er.")
    assert problem.startswith("manage.py tick is in no page")


def test_a_module_named_after_nothing_in_particular_is_found():
    assert rules.banned_name("articles.wire.utils") != []
    assert rules.banned_name("articles.wire.parsers.text") == []
