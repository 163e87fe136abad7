"""A real server with demo data, a real browser, and a person who works in it in one of four ways."""

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("GUANXI_TEST_PROGRAM", str(ROOT / ".build/debug/guanxi"))
SHOTS = ROOT / "Web/Tests/screenshots"
PASSWORD = "guanxi-demo"
COLLEAGUE_PASSWORD = "quiet-lantern-over-water"
expect.set_options(timeout=15_000)


@dataclass(frozen=True)
class Way:
    """How somebody looks at the pages."""

    language: str
    width: int
    height: int
    theme: str

    @property
    def is_narrow(self):
        return self.width < 600

    def __str__(self):
        return f"{self.language}-{'narrow' if self.is_narrow else 'wide'}-{self.theme}"


# Two ways meet both languages, both widths and both themes. GUANXI_TEST_WAYS=all takes the other two as well; with `one` each journey is made in
# one of the two, in turn.
WAYS = [Way("zh-CN", 1440, 900, "light"), Way("en", 390, 844, "dark")]
if os.environ.get("GUANXI_TEST_WAYS") == "all":
    WAYS += [Way("en", 1440, 900, "dark"), Way("zh-CN", 390, 844, "light")]


def pytest_collection_modifyitems(config, items):
    if os.environ.get("GUANXI_TEST_WAYS") != "one":
        return
    journeys = {}
    for item in items:
        parameters = dict(item.callspec.params) if hasattr(item, "callspec") else {}
        if parameters.pop("way", None):
            journeys.setdefault((item.path, item.originalname, repr(parameters)), []).append(item)
    left = {item for number, ways in enumerate(journeys.values()) for item in ways if item is not ways[number % len(ways)]}
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=left)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A server on a database of its own, which can be stopped and started again."""

    def __init__(self, folder, arguments=(), settings=None):
        """`settings` are variables of its environment, such as `GUANXI_OIDC_ISSUER`."""
        self.folder = Path(folder)
        self.database = f"sqlite:{self.folder}/demo.sqlite"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "GUANXI_PUBLIC_URL": self.address, **(settings or {})}
        self.arguments = list(arguments)
        self.process = None

    def run(self, *arguments):
        subprocess.run([PROGRAM, *arguments, "--database", self.database], check=True, capture_output=True, cwd=self.folder, env=self.environment)

    def start(self):
        with open(self.folder / "server.log", "ab") as log:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--database", self.database, "--port", str(self.port), *self.arguments],
                cwd=self.folder, env=self.environment, stdout=log, stderr=log)
        for _ in range(600):
            try:
                urllib.request.urlopen(self.address + "/health/ready", timeout=2)
                return
            except OSError:
                assert self.process.poll() is None, self.log()[-2000:]
                time.sleep(0.1)
        raise AssertionError("the server did not get ready")

    def log(self):
        return (self.folder / "server.log").read_text()

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


@pytest.fixture(scope="session")
def server():
    folder = tempfile.mkdtemp(prefix="guanxi-web-")
    divisions = ROOT.parent / "shared/data/cn"
    if divisions.exists():
        table = Path(folder, "divisions.tsv")
        table.write_bytes(subprocess.run([ROOT / "script/divisions", divisions], check=True, capture_output=True).stdout)
        os.environ["GUANXI_DIVISIONS_FILE"] = str(table)
    # Webhooks are sent to this machine, where the tests listen.
    os.environ["GUANXI_WEBHOOK_PRIVATE_TARGETS"] = "127.0.0.0/8"
    server = Server(folder, ["--demo"])
    server.run("migrate")
    server.run("demo", "--customers", "600")
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
def start_server(tmp_path):
    """Starts servers of a journey's own, each on an empty database unless it is filled first; stops them afterwards."""
    servers = []

    def start(*arguments, settings=None, fill=None):
        server = Server(tmp_path, arguments, settings)
        if fill:
            fill(server)
        server.start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def provider(tmp_path_factory):
    """The address of an OpenID provider: the one of the surrounding tests, or one of our own."""
    if address := os.environ.get("GUANXI_TEST_OIDC"):
        yield address
        return
    folder = tmp_path_factory.mktemp("oidc") / "provider"
    script = [ROOT / "script/test-oidc"]
    yield subprocess.run([*script, "start", folder], check=True, capture_output=True, text=True).stdout.strip()
    subprocess.run([*script, "stop", folder], check=True)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


class Person:
    """Somebody at work: a page, its words in their language, and what went wrong on it."""

    def __init__(self, browser, server, way, login="admin", password=PASSWORD):
        self.server, self.way = server, way
        self.words = {}
        for texts in [ROOT / "Web/Pages/texts", *ROOT.glob("Modules/*/Texts")]:
            self.words |= json.loads((texts / f"{way.language}.json").read_text())
        self.context = browser.new_context(
            viewport={"width": way.width, "height": way.height}, locale=way.language, color_scheme=way.theme, has_touch=way.is_narrow, accept_downloads=True)
        self.context.add_init_script(
            f"localStorage.getItem('gx-language') ?? (localStorage.setItem('gx-language', '{way.language}'), localStorage.setItem('gx-theme', '{way.theme}'))")
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.troubles = []
        self.foreign = []
        self.page.on("console", lambda message: message.type in ("error", "warning") and self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", lambda request: request.url.startswith((server.address, "data:", "blob:")) or self.foreign.append(request.url))
        if login:
            self.log_in(login, password)

    def log_in(self, login, password=PASSWORD):
        answer = self.context.request.post(self.server.address + "/api/v1/session", data={"login": login, "password": password})
        assert answer.ok, answer.text()

    def enter(self, login, password=PASSWORD):
        """The same by the page."""
        self.page.get_by_label(self.t("login.login")).fill(login)
        self.page.get_by_label(self.t("login.password")).fill(password)
        self.page.get_by_label(self.t("login.password")).press("Enter")

    def make_colleague(self, login, *roles, **values):
        """A user with a password of their own and roles by their keys; what an administrator does."""
        unit = self.get("/org-units", limit=1, sort="code")["data"][0]["id"]
        ids = [self.get("/roles", key=role)["data"][0]["id"] for role in roles]
        user = self.send("POST", "/users", {"login": login, "name": login, "unit": unit, "roles": ids, **values})
        self.send("PUT", f"/user-accounts/{user['id']}/password", {"password": "first-" + COLLEAGUE_PASSWORD})
        other = self.context.browser.new_context()
        for path, method, data in (
            ("/session", "POST", {"login": login, "password": "first-" + COLLEAGUE_PASSWORD}),
            ("/session/password", "PUT", {"oldPassword": "first-" + COLLEAGUE_PASSWORD, "newPassword": COLLEAGUE_PASSWORD})):
            answer = other.request.fetch(self.server.address + "/api/v1" + path, method=method, data=data)
            assert answer.ok, answer.text()
        other.close()
        return user

    def t(self, key, **values):
        form = ".one" if self.way.language == "en" and values.get("n") == 1 else ".other"
        text = self.words.get(key) or self.words[key + form]
        return re.sub(r"\{(\w+)\}", lambda place: str(values.get(place[1], place[0])), text)

    def open(self, path):
        self.page.goto(self.server.address + "/app" + path)
        self.page.wait_for_selector(".gx-page, .gx-login")

    def settle(self):
        """Until the page has all it asked for and nothing moves any more."""
        self.page.wait_for_function("""() => !document.querySelector('.gx-skeleton, .gx-bone, .gx-spinner, [aria-busy="true"]')
            && document.getAnimations().every((one) => one.playState === 'finished')""")

    def get(self, path, **parameters):
        answer = self.context.request.get(self.server.address + "/api/v1" + path, params=parameters)
        assert answer.ok, answer.text()
        return answer.json()

    def send(self, method, path, data=None, headers=None):
        answer = self.context.request.fetch(self.server.address + "/api/v1" + path, method=method, data=data if data is not None else {}, headers=headers or {})
        assert answer.ok, answer.text()
        return answer.json() if answer.text() else None

    def metadata(self, entity):
        entities = self.context.request.get(self.server.address + "/api/v1/metadata", headers={"Accept-Language": self.way.language}).json()["entities"]
        return next(one for one in entities if one["name"] == entity)

    def label(self, entity, field):
        return next(one for one in self.metadata(entity)["fields"] if one["key"] == field)["label"]

    def option(self, entity, field, key):
        options = next(one for one in self.metadata(entity)["fields"] if one["key"] == field)["options"]
        return next(option["label"] for option in options if option["key"] == key)

    def button(self, key, **values):
        return self.page.get_by_role("button", name=self.t(key, **values), exact=True)

    def shot(self, name):
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}-{self.way}.png")

    def toast(self, text):
        expect(self.page.locator(".gx-toast").filter(has_text=text).first).to_be_visible()

    def forgive(self, status):
        """The browser itself reports refused answers; where one is to be expected, it is no fault of the page."""
        self.troubles[:] = [trouble for trouble in self.troubles if f"status of {status}" not in trouble]

    def leave(self):
        self.context.close()
        assert not self.troubles, self.troubles
        assert not self.foreign, self.foreign


@pytest.fixture(params=WAYS, ids=str)
def way(request):
    return request.param


@pytest.fixture
def person(chromium, server, way):
    person = Person(chromium, server, way)
    yield person
    person.leave()


@pytest.fixture
def visitor(chromium, server, way):
    person = Person(chromium, server, way, login=None)
    yield person
    person.leave()
