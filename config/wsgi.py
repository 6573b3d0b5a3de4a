import os
import signal

from django.core.wsgi import get_wsgi_application

from zhike.core.processes import collect_rarely, die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if os.environ.get("ZHIKE_SUPERVISED"):
    # Granian's own workers are grandchildren of `manage.py serve`: without this they outlive kill -9.
    die_with_parent(signal.SIGKILL)
application = get_wsgi_application()
collect_rarely()
