"""Who may search. What one finds is decided by each model's row rule."""

from zhike.core.access import allow
from zhike.core.actors import Role

SEARCH = allow("search.use", Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER)
