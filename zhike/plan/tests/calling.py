"""A program that calls the API for somebody of the cast: over their session, or with a token."""

import json
from typing import Any

from django.test import Client

from zhike.accounts.actions import create_token
from zhike.accounts.models import ApiToken, Membership
from zhike.accounts.queries import grantable
from zhike.accounts.secrets import TOKEN_PREFIX, digest_of, new_secret
from zhike.core.scope import organisation
from zhike.core.testing.world import World

ROOT = "/acme/api/v1"


class Program:
    def __init__(self, client: Client, home: str = "") -> None:
        self.client, self.home = client, home

    def ask(self, method: str, address: str, body: Any = None, *, status: int = 200) -> Any:
        """The answer as JSON; fails with what was said if it is another status."""
        told = json.dumps({} if body is None else body)
        path = f"{ROOT}{address if address.startswith('/') else f'{self.home}/{address}'.rstrip('/')}"
        if method == "get":
            response = self.client.get(path)
        else:
            response = getattr(self.client, method)(path, told, content_type="application/json")
        assert response.status_code == status, response.content.decode()
        return json.loads(response.content) if response.content else None

    def get(self, address: str, *, status: int = 200) -> Any:
        return self.ask("get", address, status=status)

    def items(self, address: str) -> list[dict[str, Any]]:
        return list(self.get(address)["items"])

    def post(self, address: str, body: Any = None, *, status: int = 200) -> Any:
        return self.ask("post", address, body, status=status)

    def patch(self, address: str, body: Any, *, status: int = 200) -> Any:
        return self.ask("patch", address, body, status=status)

    def put(self, address: str, body: Any, *, status: int = 200) -> Any:
        return self.ask("put", address, body, status=status)

    def delete(self, address: str, *, status: int = 204) -> Any:
        return self.ask("delete", address, status=status)


def with_token(world: World, who: str, *capabilities: str) -> Program:
    """Of staff as it is made in the settings; whoever may not make one is given a row with everything all the same."""
    with organisation(world.acme.pk):
        actor = world.actor(who)
        if actor.is_staff:
            _, secret = create_token(actor, name="API", capabilities=capabilities or grantable(actor))
        else:
            secret = new_secret(TOKEN_PREFIX)
            ApiToken.objects.create(
                membership=Membership.objects.get(user=world.people[who]), name="API", digest=digest_of(secret),
                ending=secret[-4:], capabilities=list(capabilities) or grantable(world.actor("olga")),
            )  # fmt: skip
    return Program(Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"}))
