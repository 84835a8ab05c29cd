"""The settings of the test run: newsroom.settings in an environment that depends on nobody's machine.

DATABASE_URL is the one variable taken from outside, so that the same tests run on PostgreSQL. Files and the
SQLite database live in a folder of this process, made here and removed at its end: test runs side by side
never meet. The database is a file, not memory, so that threads have connections of their own.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

for _name in (
    "NEWSROOM_ENV_FILE",
    "ALLOWED_HOSTS",
    "CACHE_URL",
    "LANGUAGE_CODE",
    "TIME_ZONE",
    "SERVE_MEDIA",
):
    os.environ.pop(_name, None)
os.environ |= {
    "DEBUG": "false",
    "SECRET_KEY": "known-to-everybody-because-nothing-is-kept-with-it",
    "SITE_URL": "http://testserver",
    "DATA_DIR": str(_folder),
    "STATIC_ROOT": str(_folder / "static"),
    "MAILER": "memorymail://",
    "LOG_LEVEL": "WARNING",
    "BEHIND_PROXY": "false",
    # Playwright runs an event loop in the thread of the test; Django would refuse to query there.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}
(_folder / "static").mkdir()

from newsroom.settings import *  # noqa: E402, F403
from newsroom.settings import DATABASES, STORAGES  # noqa: E402

DATABASES["default"]["TEST"] = {"NAME": f"test_newsroom_{os.getpid()}"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": _folder / "test.sqlite3"}

# Hashing 10 passwords properly takes seconds, and no test is about the hash.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# No manifest: tests do not collect static files first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
