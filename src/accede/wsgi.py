"""The site as a WSGI application, for granian or any other server: `accede.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from accede.kit import configuration

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accede.settings")
# Workers must share one secret key, so its file is made before the settings read it.
configuration.prepare_data_dir()
application = get_wsgi_application()
