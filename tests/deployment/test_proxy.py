"""The guide's nginx configuration, run by a real nginx in front of the coach; skipped where there is none."""

import datetime as dt
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, TCPConnector, web
from aiohttp.abc import AbstractResolver, ResolveResult

from tests.conftest import ROOT
from tests.deployment.image import Image, free_port
from tests.deployment.settings_table import GUIDE

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
HOST = "cvf.example.org"
LINE = "/v3/directline"
pytestmark = pytest.mark.skipif(NGINX is None, reason="no nginx")


@contextmanager
def nginx(folder: Path, configuration: str, ports: dict[str, int]) -> Iterator[None]:
    """It serves a configuration of the guide, with other ports and with its files in a folder."""
    name = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST},DNS:localhost"]
    making = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *name, "-keyout", "privkey.pem"]
    subprocess.run([*making, "-out", "fullchain.pem"], cwd=folder, capture_output=True, check=True)
    for address, port in ports.items():
        assert address in configuration
        configuration = configuration.replace(address, f"{address.rpartition(':')[0] or 'listen 127.0.0.1'}:{port}")
    configuration = configuration.replace("/etc/ssl/cvf", str(folder)).replace("/var/log/nginx", str(folder))
    own = folder / "nginx.conf"
    own.write_text(f"user root; daemon off; pid pid; events {{}}\nhttp {{\n{configuration}\n}}\n", encoding="utf-8")
    running = subprocess.Popen([str(NGINX), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(own)])
    try:
        _await(running, ports["listen 443"], folder / "error.log")
        yield
    finally:
        running.terminate()
        running.wait(30)


def _await(running: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    while running.poll() is None:
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(log.read_text(encoding="utf-8"))


class Here(AbstractResolver):
    """Every name is this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        pass


def browser(folder: Path, cookies: dict[str, str] | None = None) -> ClientSession:
    """Somebody who trusts the certificate of the test."""
    trust = ssl.create_default_context(cafile=folder / "fullchain.pem")
    return ClientSession(connector=TCPConnector(resolver=Here(), ssl=trust), cookies=cookies)


def blocks() -> tuple[str, str]:
    """The guide's configuration, and what takes the place of the page's part with a sign-in of one's own."""
    whole, signed_in = re.findall(r"```nginx\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    return whole, signed_in


async def test_the_page_its_stream_and_nothing_of_others_go_through(tmp_path: Path) -> None:
    port = free_port()
    address = f"https://{HOST}:{port}"
    image = Image(tmp_path, CVF_ACCESS="codes", CVF_PUBLIC_URL=address)
    tomorrow = str(dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1))
    code = image.run(["python", "app.py", "codes", "add", "all", "--until", tomorrow]).stdout.split()[0]
    ports = {"listen 443": port, "127.0.0.1:3978": image.port}
    with image, nginx(tmp_path, blocks()[0], ports):
        async with browser(tmp_path) as http:
            async with http.get(f"{address}/") as page:
                assert page.status == 200
            own = {"Origin": address}  # as a browser sends it
            async with http.post(f"{address}{LINE}/tokens/generate", json={"code": code}, headers=own) as response:
                given = await response.json()
            signed = own | {"Authorization": f"Bearer {given['token']}"}
            async with http.post(f"{address}{LINE}/conversations", headers=signed) as response:
                stream = (await response.json())["streamUrl"]
            assert stream.startswith(f"wss://{HOST}:{port}/")
            async with http.ws_connect(stream, headers=own) as socket_:
                assert (await socket_.receive_json(timeout=10))["activities"]
            async with http.post(f"{address}/api/messages", json={}) as response:  # this machine is not Teams
                assert (response.status, response.content_type) == (403, "text/html")
            async with http.post(f"{address}/chat/export", data=b"x" * 300_000) as response:
                assert response.status == 413
        logged = (tmp_path / "cvf.log").read_text(encoding="utf-8")
    assert f"{LINE}/conversations/{given['conversationId']}/stream" in logged
    assert given["token"] not in logged
    assert "?" not in logged


@asynccontextmanager
async def sign_in(port: int) -> AsyncIterator[None]:
    """A service that knows who somebody is by a cookie, as oauth2-proxy tells it to nginx."""

    async def who(request: web.Request) -> web.Response:
        name = request.cookies.get("who")
        return web.Response(status=202, headers={"X-Auth-Request-User": name}) if name else web.Response(status=401)

    async def form(_: web.Request) -> web.Response:
        return web.Response(text="Sign in here")

    app = web.Application()
    app.router.add_get("/oauth2/auth", who)
    app.router.add_get("/oauth2/sign_in", form)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield
    await runner.cleanup()


async def test_who_somebody_is_comes_from_the_sign_in_alone(tmp_path: Path) -> None:
    port, service = free_port(), free_port()
    address = f"https://{HOST}:{port}"
    whole, signed_in = blocks()
    page = re.search(r"    location / \{.*?\n    \}\n", whole, re.DOTALL)
    assert page
    with_sign_in = whole.replace(page[0], signed_in).replace('X-Forwarded-User ""', "X-Forwarded-User $signed_in")
    teams_is_here = with_sign_in.replace("allow 52.122.0.0/15", "allow 127.0.0.1")

    async def entered(headers: dict[str, str] | None = None, **cookies: str) -> str:
        url = f"{address}{LINE}/tokens/generate"
        async with browser(tmp_path, cookies) as http, http.post(url, json={}, headers=headers) as response:
            if response.content_type != "application/json":
                return await response.text()
            return str((await response.json())["conversationId"])

    image = Image(tmp_path, CVF_ACCESS="proxy", CVF_PUBLIC_URL=address)
    ports = {"listen 443": port, "127.0.0.1:3978": image.port, "127.0.0.1:4180": service}
    async with sign_in(service):
        with image, nginx(tmp_path, teams_is_here, ports):
            sam, boss = await entered(who="sam"), await entered(who="boss")
            assert sam != boss
            assert await entered({"X-Forwarded-User": "boss"}, who="sam") == sam
            assert await entered({"X-Forwarded-User": "boss"}) == "Sign in here"
            async with browser(tmp_path) as teams, teams.post(f"{address}/api/messages", json={}) as response:
                assert (response.status, response.content_type) == (401, "application/json")  # the coach's own answer


def checked(folder: Path, address: str) -> tuple[int, str]:
    """`check --live` on an address whose certificate this machine trusts."""
    done = subprocess.run(
        [sys.executable, "app.py", "check", "--live", address],
        cwd=ROOT,
        env=os.environ | {"SSL_CERT_FILE": str(folder / "fullchain.pem")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_check_live_finds_the_guides_proxy_right_and_says_what_a_careless_one_lets_through(tmp_path: Path) -> None:
    port = free_port()
    address = f"https://localhost:{port}"
    image = Image(tmp_path, CVF_ACCESS="codes", CVF_PUBLIC_URL=address)
    ports = {"listen 443": port, "127.0.0.1:3978": image.port}
    with image, nginx(tmp_path, blocks()[0], ports):
        code, told = checked(tmp_path, address)
    assert code == 0, told
    assert "done     Encryption: TLSv1" in told
    assert "done     Unsigned messages: /api/messages answers 403" in told

    careless = blocks()[0].replace("proxy_set_header Host $http_host;", f"proxy_set_header Host localhost:{port};")
    careless = re.sub(r"proxy_set_header (X-Forwarded-User|Upgrade|Connection) .*;\n", "", careless)
    careless = careless.replace("location / {", "location / { proxy_hide_header Content-Security-Policy;")
    image = Image(tmp_path, CVF_ACCESS="proxy", CVF_PUBLIC_URL=address)
    with image, nginx(tmp_path, careless, {**ports, "127.0.0.1:3978": image.port}):
        code, told = checked(tmp_path, address)
    assert code == 1
    missing = {line[9:].partition(":")[0] for line in told.splitlines() if line.startswith("missing")}
    assert missing == {"Security headers", "Foreign host", "Strangers"}, told
