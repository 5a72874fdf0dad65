"""One line of the audit for each request: what its pages asked is gathered, and written down before the answer leaves."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from headwaters.practice.access.trail import one_request


class AuditMiddleware:
    """Stands inside the one that says who asks. A request that asked nothing leaves no line; one whose line cannot be written
    gets no answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_request(may_change=request.method not in ("GET", "HEAD", "OPTIONS")):
            return self.get_response(request)
