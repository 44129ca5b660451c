"""The demo in a real browser, by what is on the screen. `make record` also takes README's picture of the result."""

import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from bot.messages.reports import report_html
from bot.pictures.charts import png_of
from bot.pictures.pictures import svg_of
from tests.bot.messages.test_reports import REPORTS
from tests.bot.pictures.test_pictures import FRAUD
from tests.support.demo import demo_in

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What is answered to make an example that is worth a picture: yes unless named.
ANSWERS = {"CI/CD": "No", "Automatic tests for ML code": "No"}


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of a Chromium that is on the machine; none is fetched."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("there is no Chromium or Chrome on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        try:
            yield browser.new_page(viewport={"width": 1000, "height": 900}, device_scale_factor=2)
        finally:
            browser.close()


def test_from_the_command_to_a_shared_result(page, tmp_path, request):
    with demo_in(tmp_path) as demo:
        page.goto(demo.address)
        _type(page, "/rung assess")
        expect(page.get_by_text("Your questions are in our direct messages")).to_be_visible()
        _press(page, "ML engineer")
        _answer_all(page)
        expect(_card(page)).to_contain_text("Level 1 of 2 on Google Cloud's scale: ML pipeline automation.")
        expect(_card(page)).to_contain_text("What breaks if you begin with CI/CD")
        if request.config.getoption("--record"):
            _take_picture(page, "result")
        _press(page, "Share")
        expect(_card(page)).to_contain_text("It is not a team's result.")
        _press(page, "Share")
        expect(_card(page)).to_contain_text("Shared")
        _go_to_channel(page)
        expect(_card(page)).to_contain_text("shares one person's view of their ML work")


def test_a_team_with_a_past_is_asked_again(page, tmp_path):
    with demo_in(tmp_path) as demo:
        page.goto(demo.address)
        _go_to_channel(page)
        _type(page, "/rung history")
        expect(_card(page)).to_contain_text("Fraud on Google Cloud's scale: level 0, then level 1.")
        _type(page, "/rung check-in start")
        expect(page.get_by_text("3 people get a direct message from me, in their own working hours.")).to_be_visible()
        expect(page.get_by_text("0 of 3 have answered.")).to_be_visible()
        _press(page, "ML engineer")
        expect(_card(page)).to_contain_text("of last time's answers can be confirmed together")
        _press(page, "Start")
        expect(_card(page)).to_contain_text("Last time you said")
        _press(page, "No")
        expect(_card(page)).to_contain_text("Fraud check-in. 1 answered")


def test_the_clock_moves_on_to_the_next_quarter(page, tmp_path):
    with demo_in(tmp_path) as demo:
        page.goto(demo.address)
        assert "Its teams are asked within seconds" in demo.next_quarter()
        _go_to_channel(page)
        expect(_card(page)).to_contain_text("0 of 3 have answered.", timeout=20_000)
        _press(page, "ML engineer")
        expect(page.get_by_text("It comes once a quarter.").first).to_be_visible()
        _type(page, "/rung schedule monthly")
        expect(page.get_by_text("I cannot tell which team you mean.").first).to_be_visible()
        _go_to_channel(page)
        _type(page, "/rung schedule monthly last friday at 9:00")
        expect(_card(page)).to_contain_text("once a month, on the last Friday, at 09:00 where each person is")


def test_a_topic_and_a_quiz(page, tmp_path):
    with demo_in(tmp_path) as demo:
        page.goto(demo.address)
        _go_to_channel(page)
        _type(page, "/rung learn")
        expect(_card(page)).to_contain_text("first, by Fraud's result of")
        _press(page, "Take a quiz")
        expect(_card(page)).to_contain_text("Question 1 of 10, easy.")
        _press(page, "Hint")
        expect(_card(page)).to_contain_text("Hint: ")
        _press(page, "A")
        expect(_card(page)).to_contain_text("right so far.")
        _press(page, "Next question")
        expect(_card(page)).to_contain_text("Question 2 of 10")


def test_teams_side_by_side(page, tmp_path, request):
    with demo_in(tmp_path) as demo:
        page.goto(demo.address)
        _go_to_channel(page)
        _type(page, "/rung leaderboard")
        expect(_card(page)).to_contain_text("1. Search: level 2, CI/CD pipeline automation")
        expect(_card(page)).to_contain_text("is on its way to level 1")
        expect(_card(page)).not_to_contain_text("Platform")
        if request.config.getoption("--record"):
            _take_picture(page, "leaderboard")
        _press(page, "Share here")
        expect(page.get_by_text("On its way to")).to_be_visible()
        expect(_card(page)).to_contain_text("5 teams take part")


def test_a_picture_can_be_read_in_light_and_in_dark(page, request):
    picture = b64encode(png_of(svg_of(FRAUD))).decode()
    page.set_viewport_size({"width": 900, "height": 620})
    page.set_content(
        "".join(
            f'<div style="background:{color};padding:30px"><img width="760" alt="" src="data:image/png;base64,{picture}"></div>'
            for color in ("#ffffff", "#1a1d21")
        )
    )
    expect(page.locator("img")).to_have_count(2)
    assert page.evaluate("[...document.images].every(each => each.naturalWidth === 1520)")
    if request.config.getoption("--record"):
        page.screenshot(path=PICTURES / "trend.png")


def test_the_page_has_the_way_of_each_team(page, tmp_path):
    with demo_in(tmp_path) as demo:
        page.goto(demo.address)
        page.locator(".sidebar").get_by_text("Rung").click()
        expect(page.get_by_text("Fraud: level 1 of 2")).to_be_visible()
        way = page.get_by_alt_text(re.compile("^Fraud on Google Cloud's scale: "))
        expect(way).to_be_visible()
        expect(way).to_have_js_property("naturalWidth", 1520)


@pytest.mark.parametrize(("name", "width"), [("report-a4", 794), ("report-phone", 390)])
def test_a_report_fits_on_paper_and_on_a_phone(page, request, name, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(report_html(REPORTS["second"]))
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.get_by_role("heading", level=2).count() >= 7
    if request.config.getoption("--record"):
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    page.set_content(report_html(REPORTS["workspace_hostile"]))
    assert page.evaluate("document.documentElement.scrollWidth") == width


def _go_to_channel(page: Page) -> None:
    page.locator(".sidebar").get_by_text("ml-fraud").click()


def _type(page: Page, words: str) -> None:
    page.locator("textarea").fill(words)
    page.locator("textarea").press("Enter")


def _press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def _card(page: Page) -> Locator:
    return page.locator(".msg").last


def _answer_all(page: Page) -> None:
    """Answer what the card asks until it asks no more."""
    for answered in range(40):
        expect(_card(page)).to_contain_text(re.compile(rf"\b{answered} answered|Your view"))
        card = _card(page).inner_text()
        if "Your view" in card:
            return
        _press(page, next((answer for name, answer in ANSWERS.items() if name in card), "Yes"))


def _take_picture(page: Page, name: str) -> None:
    page.mouse.move(0, 0)  # what is under it has another colour
    _card(page).screenshot(path=PICTURES / f"{name}.png")
