"""The REST API of the house: one line per room that offers something."""

from ninja import Router

from zhike.core.api import Interface

routers: list[Router] = []

interface = Interface(routers)
