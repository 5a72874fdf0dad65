"""Texts through a telephone of one's own: against a server that answers as the app does, on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import new as hmac
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from headwaters.domain.time_zones import PACIFIC
from headwaters.practice.messages.gateways.android_telephone import AndroidTelephone, is_signed, received
from headwaters.practice.messages.gateways.gateway import NotSent, Outgoing
from headwaters.practice.messages.kinds import Channel

TEXT = Outgoing("k1", Channel.TEXT, "+15415550142", "", "Hello")
AT = datetime(2026, 3, 4, 10, tzinfo=PACIFIC)


class Telephone(ThreadingHTTPServer):
    answers: int = 202
    asked: list[tuple[str, str, dict[str, object]]]


class _Handler(BaseHTTPRequestHandler):
    server: Telephone

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers["Authorization"], body))
        self.send_response(self.server.answers)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"id": "T-7", "state": "Pending"}')

    def log_message(self, *_words: object) -> None:
        """The terminal of a test stays quiet."""


@pytest.fixture
def telephone() -> Iterator[Telephone]:
    server = Telephone(("127.0.0.1", 0), _Handler)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def gateway(server: Telephone) -> AndroidTelephone:
    return AndroidTelephone(f"http://127.0.0.1:{server.server_port}/", "sms", "secret")


def test_a_text_is_handed_over_under_its_own_key(telephone: Telephone) -> None:
    assert gateway(telephone).send(TEXT) == "T-7"
    path, authorization, body = telephone.asked[0]
    assert path == "/message"
    assert authorization.startswith("Basic ")
    assert body == {"id": "k1", "phoneNumbers": ["+15415550142"], "textMessage": {"text": "Hello"}}


@pytest.mark.parametrize(("status", "again"), [(400, False), (401, True), (429, True), (500, True), (503, True)])
def test_what_it_answers_decides_whether_to_try_again(telephone: Telephone, status: int, again: bool) -> None:
    telephone.answers = status
    with pytest.raises(NotSent) as refused:
        gateway(telephone).send(TEXT)
    assert refused.value.again is again
    assert "555" not in refused.value.why


def test_a_text_that_it_has_already_counts_as_sent(telephone: Telephone) -> None:
    telephone.answers = 409
    assert gateway(telephone).send(TEXT) == "k1"


def test_a_telephone_that_is_off_is_tried_again(telephone: Telephone) -> None:
    away = AndroidTelephone("http://127.0.0.1:1", "sms", "secret")
    with pytest.raises(NotSent) as refused:
        away.send(TEXT)
    assert refused.value.again


def signed(body: bytes, at: datetime, key: str = "key") -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    return {"signature": hmac(key.encode(), body + stamp.encode(), sha256).hexdigest(), "stamp": stamp}


def test_only_what_the_gateway_signed_lately_is_taken() -> None:
    body = b'{"event": "sms:received"}'
    assert is_signed(body, **signed(body, AT), key="key", at=AT)
    assert not is_signed(body + b" ", **signed(body, AT), key="key", at=AT)
    assert not is_signed(body, **signed(body, AT), key="other", at=AT)
    assert not is_signed(body, **signed(body, AT), key="", at=AT)
    assert not is_signed(body, **signed(body, AT), key="key", at=AT + timedelta(minutes=6))
    assert not is_signed(body, signature="", stamp="soon", key="key", at=AT)


def test_a_text_is_read_and_other_events_are_not_for_us() -> None:
    event = {
        "event": "sms:received", "id": "e1",
        "payload": {"messageId": "m", "message": "Yes", "phoneNumber": "+15415550142", "receivedAt": "2026-03-04T10:00:00"},
    }  # fmt: skip
    found = received(json.dumps(event).encode())
    assert found is not None
    assert (found.key, found.sender, found.text) == ("e1", "+15415550142", "Yes")
    assert received(b'{"event": "sms:sent", "payload": {}}') is None
    with pytest.raises(ValueError, match="not an event"):
        received(b"hello")
    with pytest.raises(ValueError, match="not an event"):
        received(b'{"event": "sms:received", "payload": {}}')
