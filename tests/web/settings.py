"""The application's settings, standing on a folder that goes when the tests end."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="guanxi-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["GUANXI_HOME"] = _home
os.environ.pop("GUANXI_DEBUG", None)

from guanxi.web.settings import *  # noqa: E402, F403

# A slow hash protects real passwords; here it would only slow every sign-in down.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
