"""Plans over REST."""

from zhike.core.api import Router

router = Router()
