"""Pages are Vietnamese until the reader chooses English in the menu."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

ENGLISH_BROWSER = {"accept-language": "en-US,en;q=0.9"}


def log_in_page(client: Client) -> HttpResponse:
    response = client.get(reverse("account_login"), headers=ENGLISH_BROWSER)
    assert isinstance(response, HttpResponse)
    return response


def check(response: HttpResponse, *, language: str, word: str) -> None:
    text = response.content.decode()
    assert f'<html lang="{language}">' in text
    assert word in text
    assert response.headers["Content-Language"] == language


def switch(client: Client, language: str) -> None:
    client.post(reverse("set_language"), {"language": language, "next": reverse("account_login")})


def test_an_english_browser_gets_vietnamese(client: Client) -> None:
    check(log_in_page(client), language="vi", word="Đăng nhập")


def test_the_switch_gives_english(client: Client) -> None:
    switch(client, "en")

    check(log_in_page(client), language="en", word="Sign in")


def test_the_switch_goes_back(client: Client) -> None:
    switch(client, "en")
    switch(client, "vi")

    check(log_in_page(client), language="vi", word="Đăng nhập")


@pytest.mark.parametrize("value", ["", "fr", "../../etc", "en" * 400])
def test_a_cookie_of_no_known_language_is_ignored(client: Client, value: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = value

    check(log_in_page(client), language="vi", word="Đăng nhập")


def test_the_choice_is_kept_for_a_year_and_hidden_from_scripts(client: Client) -> None:
    switch(client, "en")

    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_shared_caches_keep_languages_apart(client: Client) -> None:
    assert "Cookie" in log_in_page(client).headers["Vary"]


def test_english_of_one_reader_does_not_reach_the_next(client: Client) -> None:
    switch(client, "en")
    log_in_page(client)

    check(log_in_page(Client()), language="vi", word="Đăng nhập")
