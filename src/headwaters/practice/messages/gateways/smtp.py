"""Mail through the installation's own server (Django's mail settings)."""

from __future__ import annotations

from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage

from headwaters.practice.messages.gateways.gateway import NotSent, Outgoing
from headwaters.practice.messages.kinds import Channel


class Smtp:
    name = "smtp"
    channels = frozenset({Channel.EMAIL})

    def send(self, message: Outgoing) -> str:
        mail = EmailMessage(message.subject, message.body, to=[message.to], headers={"X-Headwaters-Key": message.key})
        try:
            mail.send(fail_silently=False)
        except SMTPRecipientsRefused as refused:
            raise NotSent("The mail server does not take this address.", again=False) from refused
        except (SMTPException, OSError) as down:
            raise NotSent("The mail server did not answer.", again=True) from down
        return ""
