"""How a shop signs and names its deliveries, as data: the header, the encoding, the time, the topic."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Headers = Mapping[str, str]
HEADER = r"^[A-Za-z0-9-]{1,80}$"


class Scheme(BaseModel):
    """The HMAC-SHA256 of the raw body, or of "<time>.<body>", under a secret that both sides know.

    header               where the signature stands; where `signature_part` is given, as "t=1,v1=…,v1=…"
    prefix               what stands before the signature, as "sha256="
    timestamp_part,      where the time of signing stands, in unix seconds: a part of `header`, or a header of
    timestamp_header     its own; it is then signed too, and refused beyond `tolerance_seconds`
    topic_header,        where the delivery says what it is about: a header, or a path in its body
    topic_path
    delivery_header      names the delivery. Not every shop's name is unique: unless `delivery_is_unique`,
                         only the same body under the same name is the same delivery
    test_header          present and true in a delivery that is only to try the address
    ping_topics          topics that only try the address
    unsigned_ping        how the body begins by which a shop tries the address before it signs anything
    """

    model_config = ConfigDict(extra="forbid")

    algorithm: Literal["hmac-sha256"] = "hmac-sha256"
    header: str = Field(pattern=HEADER)
    encoding: Literal["hex", "base64"] = "hex"
    prefix: str = Field("", max_length=20)
    signature_part: str = Field("", max_length=20)
    timestamp_part: str = Field("", max_length=20)
    timestamp_header: str = Field("", pattern=HEADER.replace("{1,80}", "{0,80}"))
    tolerance_seconds: int = Field(300, ge=1, le=86_400)
    topic_header: str = Field("", pattern=HEADER.replace("{1,80}", "{0,80}"))
    topic_path: str = Field("", max_length=80)
    delivery_header: str = Field("", pattern=HEADER.replace("{1,80}", "{0,80}"))
    delivery_is_unique: bool = False
    test_header: str = Field("", pattern=HEADER.replace("{1,80}", "{0,80}"))
    ping_topics: list[str] = []
    unsigned_ping: str = Field("", max_length=40)

    @model_validator(mode="after")
    def _parts_belong_together(self) -> Scheme:
        if self.timestamp_part and not self.signature_part:
            raise ValueError("timestamp_part needs signature_part")
        if self.timestamp_part and self.timestamp_header:
            raise ValueError("timestamp_part or timestamp_header, not both")
        return self

    def is_signed(self, headers: Headers, body: bytes, secrets: list[str], *, at: datetime) -> bool:
        """Whether one of the secrets signed this body, in time; compared without saying where it differs."""
        given, time = self._given(headers)
        signed = body
        if self.timestamp_part or self.timestamp_header:
            if not self._is_in_time(time, at):
                return False
            signed = time.encode() + b"." + body
        digests = [hmac.new(secret.encode(), signed, sha256).digest() for secret in secrets]
        # Every pair is compared, whatever the ones before said.
        return any([hmac.compare_digest(mine, theirs) for mine in digests for theirs in given])

    def sign(self, body: bytes, secret: str, *, at: datetime) -> dict[str, str]:
        """The headers with which a shop would send this body."""
        time = str(int(at.timestamp()))
        timed = bool(self.timestamp_part or self.timestamp_header)
        signed = time.encode() + b"." + body if timed else body
        digest = hmac.new(secret.encode(), signed, sha256).digest()
        text = base64.b64encode(digest).decode() if self.encoding == "base64" else digest.hex()
        headers = {self.header: self.prefix + text}
        if self.signature_part:
            moment = f"{self.timestamp_part}={time}," if self.timestamp_part else ""
            headers = {self.header: f"{moment}{self.signature_part}={self.prefix}{text}"}
        return headers | ({self.timestamp_header: time} if self.timestamp_header else {})

    def is_unsigned_ping(self, headers: Headers, body: bytes) -> bool:
        """Whether the shop only tries the address, as some do before they know the secret."""
        return bool(
            self.unsigned_ping
            and self.header not in headers
            and len(body) <= 100
            and body.startswith(self.unsigned_ping.encode())
        )

    def is_test(self, headers: Headers, topic: str) -> bool:
        """Whether a signed delivery only tries the address: it is answered and not kept."""
        tested = bool(self.test_header) and headers.get(self.test_header, "").lower() in ("true", "1", "yes")
        return tested or topic in self.ping_topics

    def delivery_key(self, headers: Headers, topic: str, body: bytes) -> str:
        """What names the delivery: sent again, it has the same."""
        named = headers.get(self.delivery_header, "") if self.delivery_header else ""
        content = "" if named and self.delivery_is_unique else sha256(body).hexdigest()
        return "\n".join((topic, named, content))

    def _given(self, headers: Headers) -> tuple[list[bytes], str]:
        """The signatures a delivery carries, and its time as it is written."""
        value = headers.get(self.header, "")[:2_000]
        time = headers.get(self.timestamp_header, "") if self.timestamp_header else ""
        if not self.signature_part:
            return self._decoded([value]), time
        parts = [part.strip().partition("=") for part in value.split(",")[:10]]
        times = [said for name, _, said in parts if name == self.timestamp_part]
        signatures = [said for name, _, said in parts if name == self.signature_part]
        return self._decoded(signatures), times[0] if times else time

    def _decoded(self, texts: list[str]) -> list[bytes]:
        found = []
        for text in texts:
            if not text.startswith(self.prefix):
                continue
            bare = text[len(self.prefix) :].strip()
            try:
                found.append(
                    base64.b64decode(bare, validate=True)
                    if self.encoding == "base64"
                    else bytes.fromhex(bare)
                )
            except (ValueError, binascii.Error):
                continue
        return found

    def _is_in_time(self, time: str, at: datetime) -> bool:
        if not (time.isascii() and time.isdigit() and len(time) <= 12):
            return False
        try:
            signed_at = datetime.fromtimestamp(int(time), UTC)
        except (OverflowError, ValueError, OSError):
            return False
        return abs(at - signed_at) <= timedelta(seconds=self.tolerance_seconds)
