"""Which decoders and encoders Pillow was built with: the same Pillow over another zlib writes other bytes."""

from __future__ import annotations

_CODECS = ("jpg", "libjpeg_turbo", "zlib", "zlib_ng", "webp", "avif", "libtiff", "littlecms2")


def codecs(_: None = None) -> tuple[tuple[str, str], ...]:
    """Names and versions of the codecs of this process; an empty version where there is none."""
    from PIL import features  # noqa: PLC0415 - for runs on a cluster only

    return tuple((name, features.version(name) or "") for name in _CODECS)
