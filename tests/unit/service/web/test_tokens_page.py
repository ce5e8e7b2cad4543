"""Somebody makes a token on a page, sees its secret once, and revokes it."""

import re

from django.test import Client

from outcomelab.service.domain.roles import Side


def test_a_token_is_made_shown_once_and_revoked(placed, as_whom):
    client = as_whom("provider")
    said = {"name": "Our register", "post": "provider member/bridge-trust", "days": "30"}
    text = client.post("/accounts/tokens/", said).content.decode()
    (secret,) = re.findall(r"olab_[\w-]+", text)
    again = client.get("/accounts/tokens/").content.decode()
    assert secret not in again
    assert "Our register" in again
    program = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {secret}"})
    assert program.get("/api/studies").status_code == 200
    (address,) = re.findall(r"/accounts/tokens/\d+/revoke/", again)
    client.post(address)
    assert program.get("/api/studies").status_code == 401


def test_nobody_makes_a_token_of_a_role_that_is_not_theirs(placed, as_whom):
    said = {"name": "Ours", "post": "analyst/lab", "days": "30"}
    text = as_whom("provider").post("/accounts/tokens/", said).content.decode()
    assert "There is a problem" in text
    assert "olab_" not in text


def test_organisations_are_called_by_their_names(placed, as_whom):
    placed.call(Side.PROVIDER, "Bridge Trust")
    client = as_whom("provider")
    client.post("/accounts/tokens/", {"name": "Ours", "post": "provider member/bridge-trust", "days": "30"})
    text = client.get("/accounts/tokens/").content.decode()
    assert text.count("Provider member, Bridge Trust") == 2  # of the token, and of a new one
