"""The settings of the house, with statements counted and one name more to be called by."""

from config.settings import *  # noqa: F403
from config.settings import ALLOWED_HOSTS, DATABASES, MIDDLEWARE

MIDDLEWARE = ["bench.counting.CountStatements", *MIDDLEWARE]
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1"]
# A backend of PostgreSQL that ends while it is watched would take what it spent with it.
DATABASES = {"default": {**DATABASES["default"], "CONN_MAX_AGE": None}}
