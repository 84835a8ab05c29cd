"""The door of the production server: `newsroom.wsgi:application`, the page cache in front of Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
_django = get_wsgi_application()

from newsroom.pagecache import front  # noqa: E402 - settings and models exist only now

application = front.in_front_of(_django)
