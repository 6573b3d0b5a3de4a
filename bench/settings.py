"""The settings of the house, with statements counted and one name more to be called by."""

from config.settings import *  # noqa: F403
from config.settings import ALLOWED_HOSTS, MIDDLEWARE

MIDDLEWARE = ["bench.counting.CountStatements", *MIDDLEWARE]
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1"]
