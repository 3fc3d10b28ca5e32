"""What stands in a link: a random id and a signature, which say nothing of whom it is for.

The signature is made with a key of this installation, so that a token that was guessed is refused without a
look at the database, and a copy of the database alone gives nobody a link.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from hashlib import sha256

from django.conf import settings

ID_BYTES, SIGNATURE_BYTES, NUMBER_BYTES = 16, 10, 5
TOKEN_LENGTH = 36  # characters of a token


class Kind(IntEnum):
    PERSONAL = 1
    OPEN = 2


@dataclass(frozen=True)
class Token:
    """`id` is what the database knows it by, as hex."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        body = bytes([self.kind]) + bytes.fromhex(self.id)
        return _text(body + _signature(b"link", body))


@dataclass(frozen=True)
class Stamp:
    """What a form of the public page carries: which questionnaire it fills in, and since when.

    nonce    names the filled-in questionnaire, as hex; sent twice it is one
    shown_at seconds since 1970 when the form was shown
    """

    nonce: str
    fieldwork: int
    shown_at: int

    def signed(self, of: Token) -> str:
        numbers = self.fieldwork.to_bytes(NUMBER_BYTES, "big") + self.shown_at.to_bytes(NUMBER_BYTES, "big")
        body = bytes.fromhex(self.nonce) + numbers
        return _text(body + _signature(b"form" + bytes.fromhex(of.id), body))


def new_id() -> str:
    return secrets.token_hex(ID_BYTES)


def read_token(text: str) -> Token | None:
    """The token in a link; None where nobody here has made it."""
    body = _signed_body(text, 1 + ID_BYTES, b"link")
    if body is None or body[0] not in list(Kind):
        return None
    return Token(Kind(body[0]), body[1:].hex())


def read_stamp(text: str, of: Token) -> Stamp | None:
    """The stamp of a form of this link; None where it is not one."""
    body = _signed_body(text, ID_BYTES + 2 * NUMBER_BYTES, b"form" + bytes.fromhex(of.id))
    if body is None:
        return None
    numbers = body[ID_BYTES:]
    fieldwork, shown_at = numbers[:NUMBER_BYTES], numbers[NUMBER_BYTES:]
    return Stamp(body[:ID_BYTES].hex(), int.from_bytes(fieldwork, "big"), int.from_bytes(shown_at, "big"))


def nonce_of(token: Token) -> str:
    """The one questionnaire that a personal link can fill in, on whatever device."""
    return _signature(b"response", bytes.fromhex(token.id), ID_BYTES).hex()


def address_mark(address: str) -> str:
    """An address of e-mail as it is kept by those who are never to be asked again: not to be read back."""
    return _signature(b"address", address.strip().casefold().encode(), ID_BYTES).hex()


def _signed_body(text: str, length: int, purpose: bytes) -> bytes | None:
    if len(text) > 200 or not text.isascii():
        return None
    try:
        found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return None
    body, signature = found[:length], found[length:]
    genuine = hmac.compare_digest(signature, _signature(purpose, body))
    return body if genuine and _text(found) == text else None


def _signature(purpose: bytes, body: bytes, size: int = SIGNATURE_BYTES) -> bytes:
    return hmac.digest(_key(settings.SECRET_KEY), purpose + b"\n" + body, "sha256")[:size]


@lru_cache(maxsize=2)
def _key(secret: str) -> bytes:
    return sha256(b"guanxi.asking\n" + secret.encode()).digest()


def _text(body: bytes) -> str:
    return urlsafe_b64encode(body).rstrip(b"=").decode()
