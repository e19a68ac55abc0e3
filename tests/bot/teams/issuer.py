"""A channel service that signs tokens, with real keys over real HTTP, and everything that can be wrong with one."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

APP, TENANT = "11111111-2222-3333-4444-555555555555", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
SERVICE = "https://smba.trafficmanager.net/uk/"


class Issuer:
    """Serves its metadata and keys. `endorsed`: the channels that the keys speak for."""

    def __init__(self, endorsed: tuple[str, ...] = ("msteams",)) -> None:
        self.endorsed = endorsed
        self.keys = {"k1": rsa.generate_private_key(public_exponent=65537, key_size=2048)}
        self.asked = 0
        self.wait = 0.0
        self.answer: web.Response | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Issuer"]:
        app = web.Application()
        app.router.add_get("/openid", self._about)
        app.router.add_get("/keys", self._jwks)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield self
        await runner.cleanup()

    @property
    def metadata(self) -> str:
        return f"{self.url}/openid"

    async def _about(self, _: web.Request) -> web.StreamResponse:
        self.asked += 1
        await asyncio.sleep(self.wait)
        if self.answer:
            return web.Response(status=self.answer.status, body=self.answer.body, headers=self.answer.headers)
        return web.json_response({"issuer": "https://api.botframework.com", "jwks_uri": f"{self.url}/keys"})

    async def _jwks(self, _: web.Request) -> web.Response:
        keys = []
        for name, key in self.keys.items():
            public = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
            keys.append(public | {"kid": name, "use": "sig", "endorsements": list(self.endorsed)})
        return web.json_response({"keys": [{"kid": "odd"}, {"kty": "RSA", "kid": "broken", "n": "!"}, *keys]})

    def token(self, kid: str = "k1", signed_with: rsa.RSAPrivateKey | None = None, **claims: Any) -> str:
        """A token as the channel service makes it; a claim that is None is left out."""
        given = _claims() | claims
        payload = {name: value for name, value in given.items() if value is not None}
        key = signed_with or self.keys.get(kid) or self.keys["k1"]
        return jwt.encode(payload, key, algorithm="RS256", headers={"kid": kid})

    def unsigned(self) -> str:
        return f"{_part({'alg': 'none', 'typ': 'JWT', 'kid': 'k1'})}.{_part(_claims())}."

    def confused(self) -> str:
        """Signed by HS256 with the public key as the secret."""
        public = self.keys["k1"].public_key()
        secret = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        begun = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'k1'})}.{_part(_claims())}"
        return f"{begun}.{_coded(hmac.new(secret, begun.encode(), hashlib.sha256).digest())}"

    def changed(self) -> str:
        """Another payload under a good signature."""
        head, _, signature = self.token().split(".")
        return f"{head}.{_part(_claims() | {'serviceurl': 'https://evil.example/'})}.{signature}"

    def other_algorithm(self) -> str:
        return jwt.encode(_claims(), self.keys["k1"], algorithm="RS512", headers={"kid": "k1"})


def _claims() -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": "https://api.botframework.com",
        "aud": APP,
        "exp": now + 3600,
        "nbf": now - 60,
        "serviceurl": SERVICE,
    }


def _part(content: object) -> str:
    return _coded(json.dumps(content).encode())


def _coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def activity(**fields: Any) -> dict[str, Any]:
    """An activity that fits the token; a field that is None is left out."""
    whole = {
        "type": "conversationUpdate",
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "from": {"id": "29:sam"},
        "recipient": {"id": f"28:{APP}"},
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        **fields,
    }
    return {name: value for name, value in whole.items() if value is not None}
