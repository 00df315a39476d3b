"""What every test may ask for: people in each role, signed-in clients, a browser page; and no way to the network."""

import os
import socket
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.test import Client

from assessments.organisations.models import Role
from assessments.scoring.rescoring.actions import name_operator
from tests import browser as browsers
from tests.factories.examples import NAMES
from tests.factories.people import make_member, make_organisation, make_user

# The same examples in every run, so that a change is judged by what it changes; `HYPOTHESIS_PROFILE=search` looks for new ones.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

BROWSER_SIZES = {1440: (1440, 900), 390: (390, 844)}
EXAMPLES_FOR_LATER = set(NAMES) - {"beauty_brand", "cafe"}
"""Of what is tried with every example, `make check` takes the one with most answers and the one with fewest."""
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_configure(config: pytest.Config) -> None:
    """Passwords are hashed quickly: the tests check who gets in, not how long a guess takes. No page is drawn only once."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES["pages"]["BACKEND"] = "tests.drawn_pages.Compared"


@pytest.hookimpl(tryfirst=True)  # before what runs is chosen by its marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On SQLite everything runs but what needs a real PostgreSQL; there, only what touches a database runs again."""
    for item in items:
        if _has_example_for_later(item):
            item.add_marker(pytest.mark.slow)
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason="runs in the part of `make test` with a real PostgreSQL"))
        return
    pure = [item for item in items if not _touches_the_database(item)]
    config.hook.pytest_deselected(items=pure)
    items[:] = [item for item in items if _touches_the_database(item)]


def _has_example_for_later(item: pytest.Item) -> bool:
    values = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return any(isinstance(value, str) and value in EXAMPLES_FOR_LATER for value in values)


def _touches_the_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    return bool(asked or item.get_closest_marker("django_db") or item.get_closest_marker("postgres"))


# ------------------------------------------------------------------------------------------------------------ network
class LeftTheMachine(AssertionError):
    """A test tried to reach an address that is not this machine."""


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection that would leave this machine fails the test."""
    for name in ("connect", "connect_ex"):
        real = getattr(socket.socket, name)

        def guarded(self, address, _real=real):
            if self.family in (socket.AF_INET, socket.AF_INET6):
                host = str(address[0])
                if not (host.startswith("127.") or host in {"::1", "localhost"}):
                    raise LeftTheMachine(f"a test tried to reach {host}")
            return _real(self, address)

        monkeypatch.setattr(socket.socket, name, guarded)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits start anew for every test, and no page is compared with one of another test."""
    cache.clear()
    caches["pages"].clear()


# ------------------------------------------------------------------------------------------------------------- people
@pytest.fixture
def owner(db):
    return make_user("Olive Owner")


@pytest.fixture
def organisation(owner):
    return make_organisation(owner=owner)


@pytest.fixture
def approver(organisation):
    return make_member(organisation, Role.APPROVER, "April Approver")


@pytest.fixture
def reviewer(organisation):
    return make_member(organisation, Role.REVIEWER, "Ravi Reviewer")


@pytest.fixture
def editor(organisation):
    return make_member(organisation, Role.EDITOR, "Ed Editor")


@pytest.fixture
def respondent(organisation):
    return make_member(organisation, Role.RESPONDENT, "Rosa Respondent")


@pytest.fixture
def viewer(organisation):
    return make_member(organisation, Role.VIEWER, "Vic Viewer")


@pytest.fixture
def auditor(organisation):
    return make_member(organisation, Role.AUDITOR, "Ada Auditor")


@pytest.fixture
def outsider(db):
    """Somebody who owns another organisation."""
    user = make_user("Otto Outsider")
    make_organisation("Elsewhere Ltd", owner=user)
    return user


@pytest.fixture
def operator(db):
    """Somebody who runs the installation and belongs to no organisation."""
    return name_operator(email=make_user("Oona Operator").email).user


@pytest.fixture
def client_for() -> Callable[..., Client]:
    """A function that gives a signed-in client for a user, or an anonymous one for None."""

    def make(user, **options) -> Client:
        client = Client(**options)
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


# ------------------------------------------------------------------------------------------------------------ browser
@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = browsers.find()
    if found is None:
        pytest.fail("There is no browser for the tests: run `python -m tests.browser`.")
    path, environment = found
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": browsers.ARGUMENTS,
        "env": {**os.environ, **environment},
    }


@pytest.fixture(params=[(1440, "light"), (390, "dark")], ids=str)
def page_in_each_size(request, new_context, live_server) -> Iterator:
    """A browser page at 1440 px (light) and 390 px (dark); an error in the console fails the test. `axe` looks at both themes."""
    width, theme = request.param
    yield from _watched_page(new_context, live_server, width, theme)


@pytest.fixture
def desk_page(new_context, live_server) -> Iterator:
    """A browser page at 1440 px in the light theme; an error in the console fails the test."""
    yield from _watched_page(new_context, live_server, 1440, "light")


@pytest.fixture
def phone_page(new_context, live_server) -> Iterator:
    """A browser page at 390 px in the light theme; an error in the console fails the test."""
    yield from _watched_page(new_context, live_server, 390, "light")


def _watched_page(new_context, live_server, width: int, theme: str) -> Iterator:
    across, down = BROWSER_SIZES[width]
    context = new_context(
        base_url=live_server.url,
        viewport={"width": across, "height": down},
        color_scheme=theme,
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.console_faults = faults  # a test that provokes an error empties this list
    yield page
    assert not faults, f"errors in the browser's console: {faults}"


@pytest.fixture
def sign_in(client_for, live_server) -> Callable:
    """A function that signs a user in on a browser page."""

    def enter(page, user) -> None:
        cookie = client_for(user).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return enter


@pytest.fixture
def axe() -> Callable:
    """A function that fails the test if axe finds anything wrong on a page, in the theme it is in or in the other one."""

    def check(page) -> None:
        from axe_playwright_python.base import AXE_SCRIPT

        def violations(only: dict[str, object]) -> list[dict]:
            # what is right is not listed: to describe it takes longer than to look
            options = {"runOnly": only, "resultTypes": ["violations"]}
            return page.evaluate("options => axe.run(options).then((found) => found.violations)", options)

        # The whole page at once: whatever lies under the bar of a phone just now can be scrolled from under it.
        size = page.viewport_size
        page.set_viewport_size({**size, "height": page.evaluate("document.documentElement.scrollHeight")})
        page.evaluate(AXE_SCRIPT)
        found = violations({"type": "tag", "values": AXE_TAGS})
        is_dark = page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
        other = "light" if is_dark else "dark"
        page.emulate_media(color_scheme=other, reduced_motion="reduce")
        page.wait_for_function("theme => document.documentElement.dataset.bsTheme === theme", arg=other)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
        # The two themes differ in nothing but colours.
        found += violations({"type": "rule", "values": ["color-contrast"]})
        page.emulate_media(color_scheme="dark" if is_dark else "light")
        page.set_viewport_size(size)
        wrong = [
            f"{violation['id']} ({violation['impact']}): {node['html'][:200]}"
            for violation in found
            for node in violation["nodes"]
        ]
        assert not wrong, "\n".join([f"axe on {page.url}:", *wrong])

    return check
