"""The components in a real browser: no fault for axe in any look, no sideways scroll on a phone, and what they do."""

import json
import re

import pytest

from tests.assessments.ui.gallery import questions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROWEST = {"width": 320, "height": 700}
DRAWN = "body:not(:has([data-chart]:not([data-ready])))"


@pytest.fixture
def here(gallery, organisation):
    """The address below which the gallery stands for the organisation."""
    return f"/o/{organisation.slug}"


def _overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def _draw_all(page) -> None:
    for chart in page.locator("[data-chart]").all():
        chart.scroll_into_view_if_needed()
    page.wait_for_selector(DRAWN)


# ------------------------------------------------------------------------------------------------------ looks and axe
def test_axe_finds_nothing_in_the_components_and_charts(page_in_each_size, sign_in, axe, owner, here):
    page = page_in_each_size
    sign_in(page, owner)
    page.goto(f"{here}/overview/")
    axe(page)
    page.goto(f"{here}/gallery/charts/")
    _draw_all(page)
    axe(page)


def test_axe_finds_nothing_in_questions_of_any_kind(page_in_each_size, sign_in, axe, owner, here):
    page = page_in_each_size
    sign_in(page, owner)
    for kind in questions.QUESTIONS:
        page.goto(f"{here}/questionnaire/{kind}/")
        axe(page)


def test_nothing_scrolls_sideways_on_the_narrowest_phone(phone_page, sign_in, owner, here):
    page = phone_page
    page.set_viewport_size(NARROWEST)
    sign_in(page, owner)
    for path in ("overview/", "gallery/charts/", *[f"questionnaire/{kind}/" for kind in questions.QUESTIONS]):
        page.goto(f"{here}/{path}")
        assert _overflow(page) <= 0, path


# -------------------------------------------------------------------------------------------------------------- shell
def test_the_first_stop_of_the_keyboard_is_the_way_to_the_content(desk_page, sign_in, owner, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/single/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_a_menu_opens_and_closes_by_keyboard_and_gives_the_focus_back(desk_page, sign_in, owner, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/overview/")
    menu = page.locator(".app-tools details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_by_role("link", name="Your account").is_visible()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_theme_is_remembered_and_set_before_the_page_is_seen(desk_page, sign_in, owner, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/overview/")
    assert page.locator("html").get_attribute("data-bs-theme") == "light"
    page.keyboard.press("t")
    page.reload(wait_until="commit")
    page.wait_for_selector('html[data-bs-theme="dark"]', state="attached")
    page.get_by_role("button", name="Switch between light and dark").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "light"


def test_keys_lead_to_places_but_not_while_typing_and_not_once_switched_off(desk_page, sign_in, owner, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/text/")
    page.locator("#id_value").press("g")
    page.locator("#id_value").press("s")
    assert page.url.endswith("/questionnaire/text/")
    page.locator("h1").click()
    page.keyboard.press("?")
    page.get_by_label("Use single-key shortcuts on this device").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("g")
    page.keyboard.press("s")
    assert page.url.endswith("/questionnaire/text/")
    page.evaluate("localStorage.removeItem('shortcuts-off')")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/scores/")


def test_on_a_phone_every_place_is_reached_through_more(phone_page, sign_in, owner, here):
    page = phone_page
    sign_in(page, owner)
    page.goto(f"{here}/overview/")
    page.locator(".tab-more summary").click()
    page.locator(".tab-more").get_by_role("link", name="Dependency map").click()
    page.wait_for_url("**/map/")


# ------------------------------------------------------------------------------------------------------------- charts
def test_a_chart_has_its_table_and_takes_the_colours_of_the_theme(desk_page, sign_in, owner, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/gallery/charts/")
    _draw_all(page)
    line = "#exposure .scatterlayer .trace:nth-child(3) path.js-line"
    light = page.locator(line).evaluate("path => getComputedStyle(path).stroke")
    page.keyboard.press("t")
    page.wait_for_selector('html[data-bs-theme="dark"]')
    assert page.locator(line).evaluate("path => getComputedStyle(path).stroke") != light
    table = page.locator("#exposure-table")
    assert not table.is_visible()
    page.locator('[data-shows="exposure-table"]').click()
    assert table.get_by_role("cell", name="£212,000").is_visible()
    assert page.locator("#exposure svg.main-svg").first.get_attribute("aria-hidden") == "true"


def test_a_chart_is_saved_as_a_picture(desk_page, sign_in, owner, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/gallery/charts/")
    _draw_all(page)
    with page.expect_download() as download:
        page.locator('[data-saves="exposure"]').click()
    assert download.value.suggested_filename == "exposure.png"


def test_a_chart_that_cannot_be_drawn_shows_its_table_instead(desk_page, sign_in, axe, owner, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/gallery/broken/")
    page.get_by_text("We could not draw this chart. The table below has the figures.").wait_for()
    assert page.get_by_role("cell", name="£25,000").is_visible()
    axe(page)
    page.console_faults[:] = [fault for fault in page.console_faults if "status of 404" not in fault]


def test_without_javascript_the_tables_stand_in_place_of_the_charts(new_context, live_server, sign_in, owner, here):
    page = new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    sign_in(page, owner)
    page.goto(f"{here}/gallery/charts/")
    assert page.get_by_role("cell", name="£212,000").is_visible()
    assert not page.locator("#exposure").is_visible()
    assert not page.get_by_role("button", name="Show table").first.is_visible()


# ---------------------------------------------------------------------------------------------------------- questions
def test_i_do_not_know_and_an_answer_take_each_other_back(desk_page, sign_in, owner, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/single/")
    page.get_by_label("I don’t know").check()
    assert not page.get_by_label("Yes", exact=True).is_checked()
    page.get_by_label("No", exact=True).check()
    assert not page.get_by_label("I don’t know").is_checked()


def test_none_of_these_rules_out_the_others(desk_page, sign_in, owner, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/multi/")
    page.get_by_label("None of these").check()
    assert not page.get_by_label("Clients").is_checked()
    page.get_by_label("Customers").check()
    assert not page.get_by_label("None of these").is_checked()


def test_rows_are_added_up_to_the_limit_and_removed_with_the_focus_kept_near(desk_page, sign_in, owner, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/table/")
    add = page.locator("[data-add-row]")
    add.click()
    assert page.locator(":focus").get_attribute("name") == "row-2-name"
    add.click()
    assert not add.is_visible()
    page.get_by_role("button", name="Remove account 1").click()
    names = page.locator("[data-rows-list] legend").all_inner_texts()
    assert names == ["Account 1", "Account 2", "Account 3"]
    assert page.locator(":focus").get_attribute("name") == "row-1-name"
    assert add.is_visible()


def test_without_javascript_the_same_buttons_send_the_form(new_context, live_server, sign_in, owner, here):
    page = new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/table/")
    for button, field, value in (("Add another account", "add-row", "1"), ("Remove account 2", "remove-row", "1")):
        with page.expect_request(lambda request: request.method == "POST") as sent:
            page.get_by_role("button", name=button).click()
        assert f"{field}={value}" in sent.value.post_data


def test_enter_in_a_field_saves_and_removes_no_row(new_context, live_server, sign_in, owner, here):
    page = new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/table/")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.locator("[name=row-0-name]").press("Enter")
    assert "remove-row" not in sent.value.post_data
    assert "add-row" not in sent.value.post_data


def test_activities_move_by_buttons_and_their_places_are_sent(desk_page, sign_in, owner, gallery, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/ranking/")
    page.locator("[value=customer_care]").check()
    page.get_by_role("button", name="Move Answering customers up").click()
    page.get_by_text("Saved at 10:42").wait_for()
    fields = gallery.SAVES[-1]["fields"]
    assert fields["value"] == ["social_commerce", "customer_care", "live_selling"]
    assert [fields[f"place-{key}"] for key in fields["value"]] == [["1"], ["2"], ["3"]]


def test_the_impact_preview_follows_the_ratings(desk_page, sign_in, owner, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/impact/")
    steps = page.locator("[data-impact-preview] [data-step]")
    assert steps.all_inner_texts() == ["0", "1", "2", "2", "3", "4", "4", "5"]
    page.get_by_label("1 hour: 5 Critical").locator("visible=true").check()
    assert steps.first.inner_text() == "5"
    page.keyboard.press("ArrowLeft")
    assert steps.first.inner_text() == "4"
    assert "5 Critical after 1 month" in page.locator("[data-category][open] summary").inner_text()


# ----------------------------------------------------------------------------------------------------------- autosave
def _status(page) -> str:
    return page.locator("[data-autosave-text]").inner_text()


def test_a_change_is_saved_at_once_with_key_and_seen_version(desk_page, sign_in, owner, gallery, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/single/")
    page.get_by_label("No", exact=True).check()
    page.get_by_text("Saved at 10:42").wait_for()
    page.get_by_label("Yes", exact=True).check()
    page.wait_for_selector('form[data-version="5"]')
    first, second = gallery.SAVES
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", first["key"])
    assert first["key"] != second["key"]
    assert (first["version"], second["version"]) == (3, 4)
    assert (first["fields"]["value"], second["fields"]["value"]) == (["no"], ["yes"])
    assert "csrfmiddlewaretoken" not in first["fields"]


def test_a_choice_made_before_the_script_is_there_is_saved_when_it_comes(desk_page, sign_in, owner, gallery, here):
    page = desk_page
    sign_in(page, owner)
    held = []

    def hold_back(route):
        held.append(route)

    page.route("**/autosave*.js", hold_back)
    page.goto(f"{here}/questionnaire/single/", wait_until="commit")
    page.get_by_label("No", exact=True).check()
    assert not gallery.SAVES
    held[0].continue_()
    page.get_by_text("Saved at 10:42").wait_for()
    assert [save["fields"]["value"] for save in gallery.SAVES] == [["no"]]


def test_typing_is_saved_after_a_rest(desk_page, sign_in, owner, gallery, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/text/")
    page.locator("#id_value").press("Control+End")
    page.keyboard.type(" And nobody had the password.")
    page.get_by_text("Saved at 10:42").wait_for()
    assert len(gallery.SAVES) == 1
    assert gallery.SAVES[0]["fields"]["value"][0] == "The token had expired. And nobody had the password."


def test_a_save_without_an_answer_is_sent_again_with_the_same_key(desk_page, sign_in, owner, gallery, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/single/")
    lost = []

    def lose_the_first_reply(route):
        if lost:
            route.continue_()
        else:
            lost.append(json.loads(route.request.post_data))
            route.abort()

    page.route("**/gallery/take/", lose_the_first_reply)
    page.get_by_label("No", exact=True).check()
    page.get_by_text("Check your connection; your answer is still on this page").wait_for()
    page.get_by_text("Saved at 10:42").wait_for()
    assert [save["key"] for save in gallery.SAVES] == [lost[0]["key"]]
    page.console_faults[:] = [fault for fault in page.console_faults if "Failed to load resource" not in fault]


def test_what_was_typed_offline_survives_a_reload_and_is_saved_then(desk_page, sign_in, owner, gallery, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/text/")
    page.route("**/gallery/take/", lambda route: route.abort())
    page.locator("#id_value").fill("Typed on the train")
    page.locator("#id_value").blur()
    page.get_by_text("Not saved. Check your connection").wait_for()
    page.unroute("**/gallery/take/")
    page.reload()
    assert page.locator("#id_value").input_value() == "Typed on the train"
    page.get_by_text("Saved at 10:42").wait_for()
    assert gallery.SAVES[-1]["fields"]["value"] == ["Typed on the train"]
    assert page.evaluate("Object.values(localStorage).includes('[]')")
    page.console_faults[:] = [fault for fault in page.console_faults if "Failed to load resource" not in fault]


def test_two_people_at_once_see_both_texts_and_neither_is_lost(desk_page, sign_in, axe, owner, gallery, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/text/")
    theirs = {"version": 7, "by": "Tom Reyes", "at": "10:41", "yours": "Mine", "theirs": "The key was revoked."}
    gallery.ANSWERS.append((409, theirs))
    page.locator("#id_value").fill("Mine")
    page.locator("#id_value").blur()
    page.get_by_role("heading", name="Tom Reyes changed this at 10:41").wait_for()
    assert page.get_by_text("The key was revoked.").is_visible()
    axe(page)
    page.get_by_role("button", name="Keep yours").click()
    page.get_by_text("Saved at 10:42").wait_for()
    assert gallery.SAVES[-1]["version"] == 7
    assert gallery.SAVES[-1]["key"] != gallery.SAVES[0]["key"]
    assert gallery.SAVES[-1]["fields"]["value"] == ["Mine"]
    page.console_faults[:] = [fault for fault in page.console_faults if "status of 409" not in fault]


def test_an_answer_that_cannot_be_kept_says_why_and_stays_on_the_page(desk_page, sign_in, owner, gallery, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/number/")
    gallery.ANSWERS.append((422, {"sentence": "Enter a number, such as 40."}))
    page.locator("#id_value").fill("many")
    page.locator("#id_value").blur()
    page.get_by_text("Not saved yet. Enter a number, such as 40.").wait_for()
    assert page.locator("#id_value").input_value() == "many"
    page.console_faults[:] = [fault for fault in page.console_faults if "status of 422" not in fault]


def test_the_plain_save_waits_for_what_is_on_its_way(desk_page, sign_in, owner, gallery, here):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/single/")
    page.get_by_label("No", exact=True).check()
    with page.expect_request(lambda request: request.method == "POST" and "questionnaire" in request.url) as sent:
        page.get_by_role("button", name="Save and continue").click()
    assert "version=4" in sent.value.post_data
    assert "value=no" in sent.value.post_data


def test_signing_out_leaves_no_answer_on_the_device(desk_page, sign_in, owner, gallery, here, live_server):
    page = desk_page
    sign_in(page, owner)
    page.goto(f"{here}/questionnaire/text/")
    page.route("**/gallery/take/", lambda route: route.abort())
    page.locator("#id_value").fill("Typed and not sent")
    page.locator("#id_value").blur()
    page.get_by_text("Not saved. Check your connection").wait_for()
    page.locator(".app-tools summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{live_server.url}/")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('ballast-queue')).length") == 0
    page.console_faults[:] = [fault for fault in page.console_faults if "Failed to load resource" not in fault]
