"""The one address of the post room: where the provider that carries our mail says what came back."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

log = logging.getLogger(__name__)

PROVIDERS = {
    "brevo": "anymail.webhooks.brevo.BrevoTrackingWebhookView",
    "mailersend": "anymail.webhooks.mailersend.MailerSendTrackingWebhookView",
    "mailgun": "anymail.webhooks.mailgun.MailgunTrackingWebhookView",
    "mailjet": "anymail.webhooks.mailjet.MailjetTrackingWebhookView",
    "postmark": "anymail.webhooks.postmark.PostmarkTrackingWebhookView",
    "resend": "anymail.webhooks.resend.ResendTrackingWebhookView",
    "sendgrid": "anymail.webhooks.sendgrid.SendGridTrackingWebhookView",
    "sparkpost": "anymail.webhooks.sparkpost.SparkPostTrackingWebhookView",
}


@csrf_exempt  # a machine calls; its secret or signature is looked at by the library
def returns(request: HttpRequest, provider: str) -> HttpResponse:
    """Open for the one provider that is set, and only with its secret. To everybody else there is no such page."""
    if provider != settings.MAIL_PROVIDER or provider not in PROVIDERS or not settings.ANYMAIL["WEBHOOK_SECRET"]:
        raise Http404
    view: Any = import_string(PROVIDERS[provider]).as_view()
    try:
        answer: HttpResponse = view(request)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("A call of %s could not be read: %s", provider, type(error).__name__)
        raise SuspiciousOperation("This call cannot be read.") from None
    return answer
