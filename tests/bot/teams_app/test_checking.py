"""`app.py teams check`: what is missing before going live, in several environments."""

import datetime as dt
import io
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from bot.settings import read_settings
from bot.teams_app.checking import check
from bot.teams_app.package import zipped
from bot.teams_app.rules import MANIFEST
from tests.bot.teams_app.packing import APP, HOST, at, changed, files
from tests.bot.test_command_line import run

TENANT, OTHER = "87654321-90ab-cdef-1234-567890abcdef", "00000000-90ab-cdef-1234-567890abcdef"
SECRET = "s3cret~of~this~test"  # noqa: S105 - of no service
LIVE = {
    "CVF_TEAMS_APP_ID": APP,
    "CVF_TEAMS_TENANT": TENANT,
    "CVF_TEAMS_SECRET": SECRET,
    "CVF_PUBLIC_URL": f"https://{HOST}",
    "CVF_ACCESS": "codes",
}


def checked(environ: Mapping[str, str], package: Path | None = None) -> tuple[int, list[str]]:
    out, errors = io.StringIO(), io.StringIO()
    code = check(read_settings(environ), package, out, errors)
    said = out.getvalue() + errors.getvalue()
    assert SECRET not in said
    assert "PRIVATE KEY" not in said
    return code, said.splitlines()


def missing(environ: Mapping[str, str], package: Path | None = None) -> list[str]:
    """What is missing, without the word for it. The last line and the exit code tell how much."""
    code, lines = checked(environ, package)
    found = [line.removeprefix("missing  ") for line in lines if line.startswith("missing ")]
    assert lines[-1] == (f"{len(found)} missing" if found else "Nothing is missing.")
    assert code == (1 if found else 0)
    assert all(" -> " in line for line in found)
    return found


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "app.zip"
    path.write_bytes(zipped(files()))
    return path


def test_with_everything_set_nothing_is_missing(package: Path) -> None:
    assert missing(LIVE) == []
    assert missing(LIVE, package) == []
    lines = checked(LIVE, package)[1]
    assert "done     Public address: https://cvf.example.org, messages to https://cvf.example.org/api/messages" in lines
    assert f"done     Package's bot: {APP}" in lines
    assert f"done     Package's domain: {HOST}" in lines


def test_with_nothing_set_everything_is_named_with_what_to_do() -> None:
    found = missing({})
    assert [line.partition(":")[0] for line in found] == ["Application id", "Sign-in", "Tenants", "Public address"]
    for setting in ("CVF_TEAMS_APP_ID", "CVF_TEAMS_SECRET", "CVF_TEAMS_TENANT", "CVF_PUBLIC_URL"):
        assert sum(setting in line for line in found) == 1


def test_what_is_optional_is_told_and_not_missing(package: Path) -> None:
    assert any(line.startswith("optional Expert channel: none -> ") for line in checked(LIVE)[1])
    assert any(line.startswith("optional App package: not looked at -> ") for line in checked(LIVE)[1])
    lines = checked(LIVE | {"CVF_TEAMS_EXPERTS": "19:abc@thread.tacv2"}, package)[1]
    assert "done     Expert channel: 19:abc@thread.tacv2" in lines
    assert not any(line.startswith("optional") for line in lines)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"CVF_TEAMS_APP_ID": "cvf-coach"}, "Application id: cvf-coach is not"),
        ({"CVF_TEAMS_TENANT": "example.onmicrosoft.com"}, "Tenants: example.onmicrosoft.com: no id"),
        ({"CVF_TEAMS_ALLOWED_TENANTS": f"{TENANT},exampleshire"}, "Tenants: exampleshire: no id"),
        ({"CVF_ACCESS": "local"}, "Chat page: CVF_ACCESS=local"),
        *(
            ({"CVF_PUBLIC_URL": url}, "Public address: ")
            for url in (
                f"http://{HOST}",
                f"https://{HOST}:8443",
                f"https://{HOST}/cvf",
                f"https://{HOST}?a=b",
                f"https://name:{SECRET}@{HOST}",
                "https://localhost",
                "https://10.0.0.7",
                "https://[::1]",
                "https://cvf_coach.example.org",
            )
        ),
    ],
)
def test_a_setting_that_teams_cannot_use_is_missing(changes: dict[str, str], says: str) -> None:
    (found,) = missing(LIVE | changes)
    assert found.startswith(says)


@pytest.mark.parametrize("url", [f"https://{HOST}/", f"https://{HOST.upper()}"])
def test_an_address_may_be_written_another_way(url: str, package: Path) -> None:
    assert missing(LIVE | {"CVF_PUBLIC_URL": url, "CVF_TEAMS_APP_ID": APP.upper()}, package) == []


def test_a_managed_identity_needs_no_secret() -> None:
    environ = {name: value for name, value in LIVE.items() if name != "CVF_TEAMS_SECRET"}
    assert missing(environ | {"CVF_TEAMS_APP_TYPE": "UserAssignedMSI"}) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"CVF_TEAMS_WELCOME": "starters"}, "Welcome: the package has no prompt starters"),
        ({"CVF_TEAMS_APP_ID": OTHER}, "Package's bot: "),
        ({"CVF_PUBLIC_URL": "https://coach.example.org"}, "Package's domain: "),
    ],
)
def test_a_package_for_another_deployment_is_found(package: Path, changes: dict[str, str], says: str) -> None:
    (found,) = missing(LIVE | changes, package)
    assert found.startswith(says)


def test_prompt_starters_and_a_welcome_message_do_not_go_together(tmp_path: Path) -> None:
    path = tmp_path / "app.zip"
    path.write_bytes(zipped(files(starters=True)))
    (found,) = missing(LIVE, path)
    assert "set CVF_TEAMS_WELCOME=starters" in found
    assert missing(LIVE | {"CVF_TEAMS_WELCOME": "starters"}, path) == []


def test_every_rule_that_the_package_breaks_is_told(tmp_path: Path) -> None:
    path = tmp_path / "app.zip"
    path.write_bytes(zipped(changed(lambda made: (at("accentColor", "navy")(made), at("version", "1")(made)))))
    version, colour = missing(LIVE, path)
    assert version.startswith("App package: manifest.json: version: ")
    assert version.endswith(" -> change --version")
    assert colour.startswith("App package: manifest.json: accentColor: ")


def test_a_folder_in_the_zip_is_told_for_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "app.zip"
    path.write_bytes(zipped({f"app/{name}": data for name, data in files().items()}))
    (found,) = missing(LIVE, path)
    assert found.endswith("zip the files themselves, not their folder")


def test_what_is_no_zip_is_told(tmp_path: Path, package: Path) -> None:
    whole = package.read_bytes()
    for name, data in {"empty": b"", "text": b"hello", "cut": whole[:-30], "spoilt": whole.replace(b"}", b"!")}.items():
        path = tmp_path / name
        path.write_bytes(data)
        (found,) = missing(LIVE, path)
        assert found.startswith("App package: ")
    with ZipFile(tmp_path / "huge.zip", "w", 8) as archive:
        archive.writestr(MANIFEST, bytes(2 * 1024 * 1024))
    (found,) = missing(LIVE, tmp_path / "huge.zip")
    assert found.startswith("App package: manifest.json: ")


def test_a_package_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    for path in (tmp_path / "none.zip", tmp_path):
        code, lines = checked(LIVE, path)
        assert code == 2
        assert lines[0].startswith(f"{path}: ")


def signing(
    path: Path, first: int, last: int, *, password: bytes = b"", another: bool = False
) -> tuple[dict[str, str], str]:
    """Settings with a certificate that is good from one day to another, counted from now; and its last day."""
    key, other = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cvf")]), dt.datetime.now(dt.UTC)
    ends = now + dt.timedelta(days=last)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    dated = built.serial_number(1).not_valid_before(now + dt.timedelta(days=first)).not_valid_after(ends)
    hidden = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    pem = (other if another else key).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, hidden
    )
    path.write_bytes(pem + dated.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return using(path), f"{ends:%Y-%m-%d}"


def using(path: Path) -> dict[str, str]:
    rest = {name: value for name, value in LIVE.items() if name != "CVF_TEAMS_SECRET"}
    return rest | {"CVF_TEAMS_CERTIFICATE": str(path)}


def test_a_certificate_is_good_until_its_last_day(tmp_path: Path) -> None:
    path = tmp_path / "bot.pem"
    environ, last = signing(path, -1, 30)
    assert missing(environ) == []
    assert f"done     Sign-in: certificate {path}, good until {last}" in checked(environ)[1]
    environ, last = signing(path, -30, -1)
    (found,) = missing(environ)
    assert found.startswith(f"Sign-in: {path}: it is good from ")
    assert f" to {last} -> make a new one" in found
    (found,) = missing(signing(path, 1, 30)[0])
    assert "it is good from " in found


def test_a_certificate_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bot.pem"
    (found,) = missing(using(path))
    assert found.startswith(f"Sign-in: {path}: cannot be read (FileNotFoundError) -> set CVF_TEAMS_CERTIFICATE to ")
    (found,) = missing(signing(path, -1, 30, password=b"secret")[0])
    assert "cannot be used -> " in found
    (found,) = missing(signing(path, -1, 30, another=True)[0])
    assert "the certificate is that of another key -> " in found
    signing(path, -1, 30)
    whole = path.read_bytes()
    for data in (b"", whole[:200], whole.replace(b"CERTIFICATE", b"PUBLIC KEY"), whole.replace(b"\nM", b"\n!")):
        path.write_bytes(data)
        (found,) = missing(using(path))
        assert found.startswith(f"Sign-in: {path}: ")


def test_on_the_command_line(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in LIVE.items():
        monkeypatch.setenv(name, value)
    done = run("teams", "check", str(package))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Nothing is missing.\n")
    monkeypatch.delenv("CVF_TEAMS_SECRET")
    monkeypatch.setenv("CVF_KEEP_DAYS", "none")
    monkeypatch.setenv("CVF_TEAMS_WELCOM", "starters")
    done = run("teams", "check", str(package))
    assert (done.returncode, done.stdout) == (2, "")
    assert "CVF_KEEP_DAYS=none" in done.stderr
    assert "CVF_TEAMS_WELCOM: no such setting" in done.stderr


def test_a_sign_in_that_does_not_go_together_is_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (LIVE | {"CVF_TEAMS_CERTIFICATE": "bot.pem"}).items():
        monkeypatch.setenv(name, value)
    done = run("teams", "check")
    assert done.returncode == 2
    assert "CVF_TEAMS_SECRET: the bot signs in with one thing" in done.stderr
    assert SECRET not in done.stderr


def test_nothing_is_asked_of_the_network(package: Path, tmp_path: Path) -> None:
    asked: list[str] = []
    environ = signing(tmp_path / "bot.pem", -1, 30)[0]
    listening = True
    sys.addaudithook(lambda event, _: asked.append(event) if listening and event.startswith("socket.") else None)
    assert missing(environ, package) == []
    assert asked == []
    with socket.socket():
        pass
    listening = False  # a hook stays for the life of the process
    assert asked == ["socket.__new__"]
