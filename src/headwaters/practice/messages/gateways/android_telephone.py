"""Texts through an ordinary Android telephone with the open app SMS Gateway for Android (Apache-2.0, sms-gate.app).

A hub can start with a telephone it owns: the app listens in the local network, or a server of one's own stands between.
The app's interface (version 1.40, 2025): POST {address}/message, basic authentication, JSON with `id`, `phoneNumbers`,
`textMessage.text`; what comes in is posted to us and signed, HMAC-SHA256 over the body and the time stamp.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import requests

from headwaters.practice.messages.gateways.gateway import NotSent, Outgoing
from headwaters.practice.messages.kinds import Channel

WAIT_SECONDS = 10
STALE = timedelta(minutes=5)
"""A signed word older than this may be somebody's copy."""


class AndroidTelephone:
    """`address`: up to and without `/message`; `http` is refused for other machines, for texts would pass in the open."""

    name = "android"
    channels = frozenset({Channel.TEXT})

    def __init__(self, address: str, user: str, password: str) -> None:
        self._address, self._auth = address.rstrip("/"), (user, password)

    def send(self, message: Outgoing) -> str:
        body: dict[str, Any] = {"id": message.key, "phoneNumbers": [message.to], "textMessage": {"text": message.body}}
        try:
            answer = requests.post(
                f"{self._address}/message", json=body, auth=self._auth, timeout=WAIT_SECONDS, allow_redirects=False
            )
        except requests.RequestException as down:
            raise NotSent("The text gateway did not answer.", again=True) from down
        if answer.status_code == requests.codes.conflict:
            return message.key  # it has this one already: an answer that was lost on the way
        if answer.status_code in (401, 403):
            raise NotSent("The text gateway does not know our name or password.", again=True)
        if 400 <= answer.status_code < 500 and answer.status_code != 429:
            raise NotSent("The text gateway does not take this number or text.", again=False)
        if not answer.ok:
            raise NotSent("The text gateway could not send it now.", again=True)
        try:
            return str(answer.json().get("id", message.key))
        except (ValueError, AttributeError):
            return message.key


@dataclass(frozen=True, slots=True)
class Received:
    """One text that came in. `key`: the same for the same delivery, however often it is posted."""

    key: str
    sender: str
    text: str


def is_signed(body: bytes, *, signature: str, stamp: str, key: str, at: datetime) -> bool:
    """Whether the gateway that holds `key` posted this body within the last minutes."""
    if not key or not stamp.isdigit():
        return False
    age = abs(at.timestamp() - int(stamp))
    wanted = hmac.new(key.encode(), body + stamp.encode(), sha256).hexdigest()
    return age <= STALE.total_seconds() and hmac.compare_digest(wanted, signature.lower())


def received(body: bytes) -> Received | None:
    """The text in a posted event; None for events of other kinds.

    raises  ValueError  the body is not what the gateway posts
    """
    try:
        event = json.loads(body)
        if event["event"] != "sms:received":
            return None
        payload = event["payload"]
        key = str(event.get("id") or f"{payload['messageId']}:{payload['receivedAt']}")
        return Received(key, str(payload["phoneNumber"]), str(payload["message"]))
    except (KeyError, TypeError, ValueError) as broken:
        raise ValueError("This is not an event of the text gateway.") from broken
