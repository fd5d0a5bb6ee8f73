"""Notices for the next page, in a cookie that only this host can have set."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """Notices in a signed cookie, named as the other cookies are."""

    cookie_name = settings.MESSAGES_COOKIE_NAME


class HostMessageStorage(FallbackStorage):
    """Notices in that cookie; in the session, where they are too long for it."""

    storage_classes = (HostCookieStorage, SessionStorage)
