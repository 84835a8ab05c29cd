"""`/health/`: is this process alive, and can it serve?"""

from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from articles.site.requests import only_read

OK = "ok"
# The databases all of whose migrations have run. Code and its migrations do not change while a process runs.
MIGRATED: set[str] = set()


def database_state() -> str:
    """Return "ok" when the database answers a query, else the kind of its error."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as error:
        return type(error).__name__
    return OK


def migrations_state() -> str:
    """Return "ok" when every migration of this code has run, else how many are missing.

    Reading every migration takes a while and anybody may ask: once the answer was "ok" it stays so.
    """
    if connection.alias in MIGRATED:
        return OK
    try:
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        return type(error).__name__
    if missing:
        return f"{missing} to apply"
    MIGRATED.add(connection.alias)
    return OK


def media_state() -> str:
    """Return "ok" when the folder of uploaded pictures exists or can be made on first use."""
    folder = Path(settings.MEDIA_ROOT)
    return OK if folder.is_dir() or folder.parent.is_dir() else "folder missing"


@never_cache
@only_read
def live(request: HttpRequest) -> JsonResponse:
    """Liveness: the process answers. Touches nothing else, so that a slow database restarts nobody."""
    return JsonResponse({"status": OK})


@never_cache
@only_read
def ready(request: HttpRequest) -> JsonResponse:
    """Readiness: database, migrations and media, each by name; 503 when one of them is not ready."""
    checks = {"database": database_state()}
    if checks["database"] == OK:
        checks["migrations"] = migrations_state()
    checks["media"] = media_state()
    is_ready = all(state == OK for state in checks.values())
    return JsonResponse(
        {"status": OK if is_ready else "unavailable", "checks": checks}, status=200 if is_ready else 503
    )
