"""Is this installation well? For load balancers and for the person who watches it."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhike.core.doors import public
from zhike.core.vitals import vitals


@public
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Database, migrations and worker as JSON; 503 when one is not well. Tells strangers nothing else."""
    found = vitals()
    return JsonResponse({"well": all(found.values()), **found}, status=200 if all(found.values()) else 503)
