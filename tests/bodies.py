"""A plausible body for every API operation, from its own schema: so that what refuses is the row, not the input."""

import json
import re
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_file
from django.utils import timezone

from tests.rules.addresses import Address

SOMEBODY = "0193f000-0000-7000-8000-0000000000aa"
BY_FORMAT = {
    "uuid": SOMEBODY,
    "date": timezone.localdate().isoformat(),
    "date-time": timezone.now().isoformat(),
    "email": "somebody@example.com",
}
BY_TYPE: dict[str, Any] = {"integer": 1, "number": 1, "boolean": False, "array": [], "object": {}, "null": None}


def body_for(address: Address, method: str) -> tuple[bytes, str]:
    """(body, content type): a form of nothing for pages, what the schema asks for under the API."""
    content = _operation(address, method).get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        return _upload(), MULTIPART_CONTENT
    wanted = content.get("application/json", {}).get("schema")
    return json.dumps(_value(wanted) if wanted else {}).encode(), "application/json"


def query_for(address: Address, method: str) -> str:
    """The query an API operation cannot do without, as `?name=value`."""
    asked = _operation(address, method).get("parameters", ())
    needed = {one["name"]: _value(one["schema"]) for one in asked if one["in"] == "query" and one.get("required")}
    return f"?{urlencode(needed)}" if needed else ""


def _operation(address: Address, method: str) -> dict[str, Any]:
    if not address.route.startswith("api/v1/"):
        return {}
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address.route.removeprefix("api/v1/"))
    found: dict[str, Any] = _schema()["paths"].get(path, {}).get(method.lower(), {})
    return found


@cache
def _schema() -> dict[str, Any]:
    from config.api import interface

    # as JSON once, so that ninja's own types become plain ones
    return dict(json.loads(json.dumps(interface.get_openapi_schema(), default=str)))


def _value(schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(_schema()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return _value(schema["anyOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        return {name: _value(schema["properties"][name]) for name in schema.get("required", ())}
    if schema.get("type") == "string":
        return BY_FORMAT.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))
    if schema.get("type") == "array" and schema.get("minItems"):
        return [_value(schema["items"])]
    return BY_TYPE.get(schema.get("type", "null"))


def _upload() -> bytes:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("a.csv", "名称\n甲\n".encode(), content_type="text/csv")
    return b"\r\n".join([*encode_file(BOUNDARY, "file", file), f"--{BOUNDARY}--\r\n".encode()])
