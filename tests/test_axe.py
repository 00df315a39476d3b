"""The check that every page in the browser goes through finds what is wrong, in the theme shown and in the other one."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WRONG = """() => {
    const pale = (theme) => `[data-bs-theme=${theme}] .pale-when-${theme} { color: #777; background: #888; }`;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(pale("light") + pale("dark"));
    document.adoptedStyleSheets.push(sheet);
    document.querySelector("main").insertAdjacentHTML("beforeend",
        '<img src="data:,"><p class="pale-when-light">Pale</p><p class="pale-when-dark">Pale</p>');
}"""


def test_axe_finds_what_is_wrong_in_either_theme(page_in_each_size, axe):
    page = page_in_each_size
    page.goto("/account/sign-in/")
    page.evaluate(WRONG)
    with pytest.raises(AssertionError) as wrong:
        axe(page)
    for found in ("image-alt", "pale-when-light", "pale-when-dark"):
        assert found in str(wrong.value)
    page.console_faults.clear()  # the picture is none
