"""Where the text gateway posts what came in. Signed by the gateway; nobody signs in here, and nothing is shown."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from headwaters.domain.problems import NotTaken
from headwaters.practice.messages.actions import take_in
from headwaters.practice.messages.gateways.android_telephone import is_signed, received
from headwaters.practice.messages.kinds import Channel
from headwaters.web.layout.doors import without_sign_in
from headwaters.web.layout.instant import instant

MOST_BYTES = 20_000


@without_sign_in
@csrf_exempt
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """204 taken or not for us; 400 not what the gateway posts; 403 not signed; 413 too long."""
    at = timezone.localtime()  # the gateway stamps by the real clock, on a demonstration too
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    body = request.body
    signed = is_signed(
        body, signature=request.headers.get("X-Signature", ""), stamp=request.headers.get("X-Timestamp", ""),
        key=settings.TEXTS_SIGNING_KEY, at=at,
    )  # fmt: skip
    if not signed:
        return HttpResponse(status=403)
    try:
        text = received(body)
        if text is not None:
            take_in(Channel.TEXT, text.sender, text.text, key=text.key, at=instant())
    except (ValueError, NotTaken):
        return HttpResponse(status=400)
    return HttpResponse(status=204)
