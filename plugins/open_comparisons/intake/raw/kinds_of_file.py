"""What a file is when it is no table: a web page, an archive and others, known by their first bytes."""

import re
from typing import Final

_HEAD: Final = 2_000
"""Bytes that are looked at for the beginning of a text."""
_BY_FIRST_BYTES: Final = (
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"{\\rtf", "document"),
    (b"version https://git-lfs.github.com/spec/", "pointer"),
)
_WEB_PAGE: Final = re.compile(rb"<(!doctype|html|head|body|table|meta|div)\b|mime-version:", re.IGNORECASE)
_XML: Final = re.compile(rb"<\?xml\b")
_JSON: Final = re.compile(rb'\{\s*"|\[\s*\{')
_UTF8_MARK: Final = b"\xef\xbb\xbf"


def kind_of_file(content: bytes) -> str:
    """
    What a file is, where its first bytes show that it is no table; `workbooks.package` knows workbooks and zip files.

    Args:
        content: The bytes of the file.

    Returns:
        A key of `intake.kind`: "archive", "document", "pdf", "web-page", "xml", "image", "pointer" or "json"; ""
        where the file may be a table.
    """
    # A page saved as UTF-16 has a zero beside each letter.
    head = content[:_HEAD].replace(b"\0", b"").removeprefix(_UTF8_MARK).removeprefix(b"\xff\xfe").lstrip()
    for mark, kind in _BY_FIRST_BYTES:
        if content.startswith(mark) or head.startswith(mark):
            return kind
    if _WEB_PAGE.match(head):
        return "web-page"
    if _XML.match(head):
        return "xml"
    return "json" if _JSON.match(head) else ""
