"""The list of hashes of a report's files, as `sha256sum` reads it, and its signature."""

from collections.abc import Mapping

from clayton_review.reports import signing
from clayton_review.reports.canonical import sha256_of
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import Checksums, Report

SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"
KEY = "pem"
CHECK_ENDINGS = (SUMS, SIGNATURE, KEY)  # of the files with which a stranger checks the others


def signed_checksums(report: Report, stem: str, files: Mapping[FileFormat, bytes]) -> Checksums:
    """Return the signed hashes of all files, not saved yet; `stem` is how their names begin.

    Raises `Refused` without a key to sign with.
    """
    text = checksums_text(stem, {name: sha256_of(content) for name, content in files.items()})
    return Checksums(
        report=report, text=text, signature=signing.sign(text), signing_key=signing.public_key()
    )


def checksums_text(stem: str, hashes: Mapping[FileFormat, str]) -> str:
    """Return the lines that `sha256sum -c` reads, by the name of the file."""
    lines = {f"{stem}.{name.ending}": digest for name, digest in hashes.items()}
    return "".join(f"{lines[name]}  {name}\n" for name in sorted(lines))


def checksum_files(checksums: Checksums) -> dict[str, bytes]:
    """Return what a stranger needs to check a report beside its files, by the ending of the name.

    The list of hashes, its signature, and the public key.
    """
    return {
        SUMS: checksums.text.encode(),
        SIGNATURE: bytes(checksums.signature),
        KEY: checksums.signing_key.encode(),
    }
