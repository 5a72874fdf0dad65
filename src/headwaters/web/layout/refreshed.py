"""Pages that read the last refresh say in plain words when there has been none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwaters.domain.consent import Action
from headwaters.practice.access.actions import require
from headwaters.practice.published.manifest import current_run
from headwaters.web.layout.reader import reader_of

View = Callable[[HttpRequest], HttpResponse]


def after_a_refresh(view: View) -> View:
    """Access is asked first all the same: whether anything is here is nobody else's business."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if current_run(settings.DATA) is None:
            require(reader_of(request), Action.READ_COUNTS, detail="nothing published")
            return render(request, "layout/nothing_yet.html")
        return view(request)

    return answer
