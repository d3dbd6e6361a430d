"""Items sealed on the phone to the server's public key.

So a phone can send while it is locked: what waits there can be opened by the server alone. The
sealing is ECDH on P-256 with a key made for each item, HKDF-SHA256 and AES-256-GCM; what is sealed
is tied to its UUID. The layout: 65 bytes of the item's public key, 12 of iv, ciphertext with tag.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

_CURVE: Final = ec.SECP256R1()
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_POINT, _IV, _TAG = 65, 12, 16
_SEAL_INFO: Final = b"gandan-phone-seal-1"
_KEY_INFO: Final = b"gandan-phone-seal-key-1"


class SealError(Exception):
    """Not sealed to any key of this server, not for this UUID, or damaged on the way."""


@dataclass(frozen=True, slots=True)
class SealKey:
    """One key pair. ``id``: what the phone names it by; ``public``: 65 bytes."""

    id: str
    public: bytes
    private: ec.EllipticCurvePrivateKey

    @property
    def public_text(self) -> str:
        """base64url without padding."""
        return base64.urlsafe_b64encode(self.public).rstrip(b"=").decode()


def _derive(secret: bytes, *, length: int, info: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


@lru_cache(maxsize=8)
def _key_from(text: str) -> SealKey:
    # 16 bytes more than the order has, so that no key is likelier than another.
    number = int.from_bytes(_derive(text.encode(), length=48, info=_KEY_INFO))
    private = ec.derive_private_key(number % (_ORDER - 1) + 1, _CURVE)
    public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return SealKey(hashlib.sha256(public).hexdigest()[:16], public, private)


def present_key() -> SealKey:
    """To which phones seal now."""
    return _key_from(settings.PHONE_SEAL_KEY)


def _key_named(name: str) -> SealKey:
    for text in (settings.PHONE_SEAL_KEY, *settings.PHONE_SEAL_OLD_KEYS):
        key = _key_from(text)
        if key.id == name:
            return key
    raise SealError


def open_sealed(sealed: str, *, key_id: str, uuid: UUID) -> bytes:
    """What was sealed; raises SealError."""
    key = _key_named(key_id)
    try:
        body = base64.b64decode(sealed, validate=True)
        if len(body) < _POINT + _IV + _TAG:
            raise SealError
        point, iv, text = body[:_POINT], body[_POINT : _POINT + _IV], body[_POINT + _IV :]
        # Refuses what is no point of the curve.
        other = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
        shared = key.private.exchange(ec.ECDH(), other)
        secret = _derive(shared, length=32, info=_SEAL_INFO, salt=point)
        return AESGCM(secret).decrypt(iv, text, str(uuid).encode())
    except (ValueError, InvalidTag) as error:
        raise SealError from error


def seal(body: bytes, *, key: SealKey, uuid: UUID, iv: bytes) -> str:
    """As a phone does it; for tests and for measuring."""
    mine = ec.generate_private_key(_CURVE)
    point = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = mine.exchange(ec.ECDH(), key.private.public_key())
    secret = _derive(shared, length=32, info=_SEAL_INFO, salt=point)
    sealed = AESGCM(secret).encrypt(iv, body, str(uuid).encode())
    return base64.b64encode(point + iv + sealed).decode()
