"""Pages saved as one file by browsers."""

from __future__ import annotations

import email.mime.image
import email.mime.multipart
import email.mime.text
from pathlib import Path

from bundler.model import Kind
from tests.books import bundle, chosen
from tests.collect.packing import collected, shown, zip_of
from tests.pages import chinese_prose, plain_page, prose, saved_page
from tests.pictures import jpeg

_LAKE = jpeg(300, 200)
_ADDRESS = "https://example.org/2020/09/01/ferry.html"


def message(
    page: str, *, charset: str = "utf-8", address: str = _ADDRESS, pictures: dict[str, bytes] | None = None
) -> bytes:
    """A page and its pictures as a MIME message; a picture's name is an address, or `cid:` and an identifier."""
    whole = email.mime.multipart.MIMEMultipart("related", type="text/html")
    part = email.mime.text.MIMEText(page, "html", charset)
    part["Content-Location"] = address
    whole.attach(part)
    for name, content in (pictures or {}).items():
        image = email.mime.image.MIMEImage(content, "jpeg")
        if name.startswith("cid:"):
            image["Content-ID"] = f"<{name.removeprefix('cid:')}>"
        else:
            image["Content-Location"] = name
        whole.attach(image)
    return whole.as_bytes()


def test_a_page_shows_the_pictures_that_were_saved_with_it(tmp_path: Path) -> None:
    """By address, by a reference relative to the page, and by content identifier; others stay the network's."""
    page = saved_page("The ferry", paragraphs=prose(1), pictures=["https://example.org/a.jpg", "b.jpg", "cid:c@x.y"])
    pictures = {
        "https://example.org/a.jpg": _LAKE,
        "https://example.org/2020/09/01/b.jpg": jpeg(200, 300),
        "cid:c@x.y": jpeg(250, 250),
    }
    path = tmp_path / "page.mht"
    path.write_bytes(message(page, pictures=pictures))
    (found,), _ = collected(path)
    assert shown(found, "https://example.org/a.jpg") == _LAKE
    assert shown(found, "https://example.org/z.jpg") is None
    report = bundle([path], tmp_path / "book.epub")
    assert (report.pictures, report.gaps) == (3, ())
    (entry,) = report.entries
    assert (entry.source_url, entry.date.day if entry.date else "") == (_ADDRESS, "2020-09-01")


def test_a_folder_and_an_archive_of_such_pages_are_read(tmp_path: Path) -> None:
    """They are pages like any other, whatever their names end in."""
    files: dict[str, bytes | str] = {
        "a.mht": message(saved_page("First", paragraphs=prose(1))),
        "b": message(saved_page("Second", paragraphs=prose(2)), address="https://example.org/b"),
        "c.md": plain_page("Third", paragraphs=prose(3)),
    }
    (tmp_path / "pages").mkdir()
    for name, content in files.items():
        (tmp_path / "pages" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (tmp_path / "pages.zip").write_bytes(zip_of(files))
    for source in (tmp_path / "pages", tmp_path / "pages.zip"):
        entries, skipped = chosen([source])
        assert skipped == []
        assert sorted(entry.title for entry in entries) == ["First", "Second", "Third"]


def test_a_character_set_in_the_message_counts(tmp_path: Path) -> None:
    """The part's header says what the page does not."""
    page = (
        saved_page("湖边的早晨", paragraphs=chinese_prose(1)).replace('<meta charset="utf-8">\n', "").replace("©", "")
    )
    (tmp_path / "p.mhtml").write_bytes(message(page, charset="gb2312"))
    ((entry,), _) = chosen([tmp_path / "p.mhtml"])
    assert entry.title == "湖边的早晨"


def test_a_message_without_a_page_is_a_gap(tmp_path: Path) -> None:
    """Mail with pictures is no article."""
    whole = email.mime.multipart.MIMEMultipart("related")
    whole.attach(email.mime.image.MIMEImage(_LAKE, "jpeg"))
    (tmp_path / "p.mhtml").write_bytes(whole.as_bytes())
    _, (skipped,) = collected(tmp_path / "p.mhtml")
    assert (skipped.kind, skipped.reason) == (Kind.UNREADABLE, "is an MHTML file without a page in it")


def test_a_message_of_messages_without_end_is_one_line(tmp_path: Path) -> None:
    """Parts within parts, thousands deep, cost one page."""
    lines = ["MIME-Version: 1.0"]
    for number in range(3000):
        lines += [f'Content-Type: multipart/related; boundary="b{number}"', "", f"--b{number}"]
    (tmp_path / "p.mhtml").write_text("\r\n".join(lines), encoding="utf-8")
    pages, skipped = collected(tmp_path / "p.mhtml")
    assert (len(pages), len(skipped)) == (0, 1)
