"""A token service and a managed identity like Microsoft's, over real HTTP on this machine."""

import asyncio
import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from requests.adapters import HTTPAdapter

LOGIN = "https://login.microsoftonline.com"


class Entra:
    """Gives tokens, and remembers what it was asked. In a thread of its own, as MSAL waits for it."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.wait = 0.0
        self.error: dict[str, Any] | None = None
        self.lasts = 3600

    @contextmanager
    def running(self) -> Iterator["Entra"]:
        loop = asyncio.new_event_loop()
        app = web.Application()
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._about)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_get("/identity", self._identity)
        runner = web.AppRunner(app)

        async def start() -> None:
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"

        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        asyncio.run_coroutine_threadsafe(start(), loop).result(10)
        try:
            yield self
        finally:
            asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def http(self) -> requests.Session:
        """What MSAL sends with: the login host is this service."""
        session = requests.Session()
        session.mount(LOGIN, _Here(self.url))
        return session

    async def _about(self, request: web.Request) -> web.Response:
        home = f"{LOGIN}/{request.match_info['tenant']}"
        about = {"authorization_endpoint": f"{home}/oauth2/v2.0/authorize", "issuer": f"{home}/v2.0"}
        return web.json_response(about | {"token_endpoint": f"{home}/oauth2/v2.0/token"})

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form | {"tenant": request.match_info["tenant"]})
        return await self._given()

    async def _identity(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.query) | {"header": request.headers.get("X-IDENTITY-HEADER", "")})
        ends = int(dt.datetime.now(dt.UTC).timestamp()) + self.lasts
        return await self._given(expires_on=str(ends))

    async def _given(self, **fields: object) -> web.Response:
        await asyncio.sleep(self.wait)
        if self.error:
            return web.json_response(self.error, status=401)
        token = {"access_token": f"token-{len(self.asked)}", "token_type": "Bearer", "expires_in": self.lasts}
        return web.json_response(token | fields)


class _Here(HTTPAdapter):
    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        request.url = f"{self._url}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *args, **options)


def certificate(folder: Path) -> tuple[Path, rsa.RSAPublicKey]:
    """A PEM file with a key and its certificate, and the public key that checks what it signs."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cvf")])
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = built.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "bot.pem"
    path.write_bytes(pem)
    return path, key.public_key()


def signed(assertion: str, key: rsa.RSAPublicKey) -> dict[str, Any]:
    """The claims of an assertion, its signature checked."""
    algorithm = jwt.get_unverified_header(assertion)["alg"]
    options = {"verify_aud": False}
    claims: dict[str, Any] = jwt.decode(assertion, key, algorithms=[algorithm], options=options)  # type: ignore[arg-type]
    return claims
