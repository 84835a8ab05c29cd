"""The door of the production server: `newsroom.wsgi:application`, the page cache in front of Django."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
_django = get_wsgi_application()
import_module(settings.ROOT_URLCONF)

from newsroom.pagecache import front  # noqa: E402 - settings and models exist only now

application = front.in_front_of(_django)

# Nothing made so far is ever garbage. Looked through at every full collection, it would keep a reader waiting
# for 80 ms now and then.
gc.collect()
gc.freeze()
