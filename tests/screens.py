"""Pictures of the pages for docs/screens.md, from the sample organisation on an installation of its own: `make screens`.

Each page is taken as it stands above the fold, at 1440 px in the light theme and at 390 px in the dark one.
"""

import os
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.pages import SAMPLE, WHO, Site
from tests.browser import ARGUMENTS, obtain

FOLDER = Path("docs/screens")
PAGES = {
    "overview": ("overview/", "Overview: what an outage costs, the risks behind it, what to do next"),
    "questionnaire": ("questionnaire/FUN-02/social_commerce/", "A question: how bad, after how long"),
    "map": ("map/", "Dependency map, a lost account after a day"),
    "map-try": ("map/?fails=tiktok&hours=72&share=100", "What if something fails: three days without TikTok"),
    "scores": ("scores/", "Scores: the year against the limit, the matrix"),
    "scenarios": ("scores/scenarios/", "What each scenario costs, and where"),
    "how": ("scores/how/losses.expected_annual/", "How we got this: a figure down to its answers"),
    "what-if": ("scores/what-if/", "What-if: answered at once, never changing an answer"),
    "replay": ("scores/replay/TT-2023-03-09/", "A real incident on one's own figures"),
    "spread": ("scores/spread/", "Where to spread: the best mix of channels under what one assumes"),
    "insurance": (
        "scores/insurance/",
        "Insurance: what a policy pays and what it leaves, in an average year and in bad ones",
    ),
    "range": ("scores/range/", "What the range is made of: what is not known, and how much of the range it causes"),
    "mitigation": ("mitigation/", "Mitigation: what money can remove, the best mix for a budget"),
    "plan": ("plan/", "The plan document, and what it still misses"),
}
SIZES = (("wide", 1440, 900, "light"), ("phone", 390, 844, "dark"))
QUALITY = 72


def main() -> None:
    """The pictures are in their folder, and docs/screens.md shows them."""
    path, libraries = obtain()
    FOLDER.mkdir(exist_ok=True)
    site = Site(None)
    try:
        site.sign_in()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, env={**os.environ, **libraries})
            for size in SIZES:
                _take(browser, site, *size)
    finally:
        site.stop()
    Path("docs/screens.md").write_text("\n".join(_lines()) + "\n")


def _take(browser: Browser, site: Site, size: str, width: int, height: int, theme: str) -> None:
    scheme = "dark" if theme == "dark" else "light"
    page = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
    _sign_in(page, site)
    for name, (address, _) in PAGES.items():
        answer = page.goto(f"http://localhost:{site.port}/o/{SAMPLE}/{address}")
        if answer is None or not answer.ok:
            raise RuntimeError(f"{address} was not answered with a page.")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"{name}-{size}.jpg", type="jpeg", quality=QUALITY)


def _sign_in(page: Page, site: Site) -> None:
    page.goto(f"http://localhost:{site.port}/account/sign-in/")
    page.fill("[name=login]", WHO)
    page.fill("[name=password]", site.password)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")


def _lines() -> list[str]:
    lines = [
        "# Screens",
        "",
        "Made by `make screens` from the sample Northlight Skincare, a brand that does not exist.",
        "",
    ]
    for name, (_, caption) in PAGES.items():
        wide, phone = (f'<img src="screens/{name}-{size}.jpg" alt="{caption}" height="360">' for size, *_ in SIZES)
        lines += [f"## {caption}", "", f"{wide} {phone}", ""]
    return lines[:-1]


if __name__ == "__main__":
    main()
