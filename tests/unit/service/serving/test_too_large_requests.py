"""What is too large is thrown away as it comes, and answered by the application, which is told of it."""

import http.client
import json
import socket
import threading
from contextlib import closing

import pytest

from outcomelab.service.serving import too_large
from outcomelab.service.serving.pages import server
from outcomelab.service.web import uploads

MOST = 1_000


def application(environ, start):
    """Says what it was given."""
    body = environ["wsgi.input"].read()
    told = {"too large": uploads.TOO_LARGE in environ, "length": environ["CONTENT_LENGTH"], "body": len(body)}
    said = json.dumps(told | {"language": environ.get("HTTP_ACCEPT_LANGUAGE", "")}).encode()
    start("200 OK", [("Content-Length", str(len(said)))])
    return [said]


@pytest.fixture
def connection(monkeypatch):
    """A connection to a server that takes little."""
    monkeypatch.setattr(uploads, "MOST_SENT", MOST)
    serving = server(application, socket.create_server(("127.0.0.1", 0)), behind_proxy=False)
    thread = threading.Thread(target=serving.run)
    thread.start()
    with closing(http.client.HTTPConnection("127.0.0.1", serving.effective_port, timeout=60)) as made:
        yield made
    serving.trigger.pull_trigger(serving.close)  # by the thread that looks at its sockets
    thread.join()


def answer(connection):
    with connection.getresponse() as given:
        return json.loads(given.read()), given.headers["Connection"]


def posted(connection, body, **headers):
    connection.request("POST", "/", body, headers)
    return answer(connection)


def test_it_is_answered_once_all_of_it_came_and_the_connection_goes_on(connection):
    refused, connected = posted(connection, b"x" * 300_000, **{"Accept-Language": "fr-CA"})
    assert refused == {"too large": True, "length": "0", "body": 0, "language": "fr-CA"}
    assert connected != "close"
    taken, _ = posted(connection, b"x" * (MOST - 1))
    assert (taken["too large"], taken["body"]) == (False, MOST - 1)


def test_who_asks_for_leave_to_send_it_is_refused_before(connection):
    connection.putrequest("POST", "/")
    for name, said in (("Content-Length", str(MOST)), ("Expect", "100-continue")):
        connection.putheader(name, said)
    connection.endheaders()
    refused, connected = answer(connection)
    assert (refused["too large"], connected) == (True, "close")


def test_more_than_is_waited_for_is_refused_before(connection, monkeypatch):
    monkeypatch.setattr(too_large, "_MOST_WAITED_FOR", MOST)
    connection.putrequest("POST", "/")
    connection.putheader("Content-Length", str(MOST + 1))
    connection.endheaders()
    refused, connected = answer(connection)
    assert (refused["too large"], connected) == (True, "close")


def test_what_announces_no_length_is_refused_where_it_gets_too_large(connection):
    connection.putrequest("POST", "/")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    connection.send(b"%x\r\n" % MOST + b"x" * MOST + b"\r\n")
    refused, connected = answer(connection)
    assert (refused["too large"], refused["body"], connected) == (True, 0, "close")
