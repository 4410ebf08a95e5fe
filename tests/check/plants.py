"""Everything the audit looks for, planted in many spellings: in the pages, styles, metadata and files of a book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bundler.check import Code
from bundler.check.findings import Level
from tests.check import telling_pictures as telling
from tests.check.anatomy import Anatomy, Changes

ERROR, WARNING, NOTE = Level.ERROR, Level.WARNING, Level.NOTE
_SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink"'
_META = '<meta xmlns="http://www.idpf.org/2007/opf" property="schema:{}">{}</meta>'
_OLD_META = '<meta xmlns="http://www.idpf.org/2007/opf" name="schema:{}" content="{}"/>'
_SCRIPTED = b"<!DOCTYPE html><html><script>x</script></html>"
_UUID_1 = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"


@dataclass(frozen=True)
class Plant:
    """One thing that should not be in a book.

    Attributes:
        code: the kind of finding it must give.
        level: its level.
        name: for the test's name.
        change: gives the changed entries of a book.
    """

    code: Code
    level: Level
    name: str
    change: Callable[[Anatomy], Changes]


def _body(code: Code, level: Level, *markups: str) -> list[Plant]:
    return [Plant(code, level, markup, partial(Anatomy.body, markup=markup)) for markup in markups]


def _head(code: Code, level: Level, *markups: str) -> list[Plant]:
    return [Plant(code, level, markup, partial(Anatomy.head, markup=markup)) for markup in markups]


def _prolog(code: Code, level: Level, *markups: str) -> list[Plant]:
    return [Plant(code, level, markup, partial(Anatomy.prolog, markup=markup)) for markup in markups]


def _style(code: Code, level: Level, *sheets: str) -> list[Plant]:
    return [Plant(code, level, css, partial(Anatomy.style, css=css)) for css in sheets]


def _metadata(code: Code, level: Level, *markups: str) -> list[Plant]:
    return [Plant(code, level, text, partial(Anatomy.metadata, markup=text)) for text in markups]


def _opf(code: Code, level: Level, *changes: tuple[str, str]) -> list[Plant]:
    """Changes of the package document: what stands before which end tag."""
    return [Plant(code, level, new, partial(Anatomy.opf_replaced, old=old, new=new + old)) for old, new in changes]


def _entries(code: Code, level: Level, *names: str) -> list[Plant]:
    """Files in the archive that the manifest does not know."""
    return [Plant(code, level, name, partial(_with_entry, name=name)) for name in names]


def _with_entry(_: Anatomy, name: str, content: bytes = b"x") -> Changes:
    return {name: content}


def _file(code: Code, level: Level, what: str, file: tuple[str, str, bytes]) -> Plant:
    """A file with its name, media type and content."""
    name, media_type, content = file
    return Plant(code, level, what, partial(Anatomy.file, name=name, media_type=media_type, content=content))


def _with_opf(book: Anatomy, content: bytes) -> Changes:
    return {book.opf: content}


def _claim_with(book: Anatomy, claim: str, image: str) -> Changes:
    return {**book.metadata(claim), **book.body(image)}


REMOTE = [
    *_body(
        Code.REMOTE,
        ERROR,
        '<img src="https://example.org/a.jpg" alt=""/>',
        '<img src="//example.org/a.jpg" alt=""/>',
        '<img src="HTTP://example.org/a.jpg" alt=""/>',
        '<img src=" http://example.org/a.jpg" alt=""/>',
        '<img src="&#104;ttp&#x3A;//example.org/a.jpg" alt=""/>',
        '<img src="ht&#10;tps://example.org/a.jpg" alt=""/>',
        '<img src="\\\\example.org/a.jpg" alt=""/>',
        '<img src="https:example.org/a.jpg" alt=""/>',
        '<img srcset="a.jpg 1x, https://example.org/a.jpg 2x" alt=""/>',
        '<img srcset="//example.org/a.jpg" alt=""/>',
        '<link rel="preload" imagesrcset="HTTPS://example.org/a.jpg 300w"/>',
        '<video poster="https://example.org/a.jpg"></video>',
        '<audio src="https://example.org/a.mp3"></audio>',
        '<video><source src="//example.org/a.mp4"/><track src="https://example.org/a.vtt"/></video>',
        '<object data="https://example.org/a.pdf"></object>',
        '<object codebase="https://example.org/" data="a"></object>',
        '<embed src="//example.org/a.swf"/>',
        '<iframe src="https://example.org/"></iframe>',
        '<p style="background: url(https://example.org/a.png)">x</p>',
        '<p style="background: image-set(&quot;https://example.org/a.png&quot; 1x)">x</p>',
        "<p style=\"background: image-set(url(a.png) 1x, '//example.org/a.png' 2x)\">x</p>",
        "<style>@import 'https://example.org/a.css';</style>",
        '<table background="https://example.org/a.png"><tr><td>x</td></tr></table>',
        f'<svg {_SVG}><image href="https://example.org/a.png"/></svg>',
        f'<svg {_SVG}><image l:href="https://example.org/a.png"/></svg>',
        f'<svg {_SVG}><use l:href="//example.org/a.svg#b"/></svg>',
        f'<svg {_SVG}><filter><feImage href="https://example.org/a.png"/></filter></svg>',
        f'<svg {_SVG}><rect fill="url(https://example.org/a.svg#b)"/></svg>',
        '<p xml:base="https://example.org/">x</p>',
        '<input type="image" src="https://example.org/a.png"/>',
        '<form action="https://example.org/"></form>',
        '<math xmlns="http://www.w3.org/1998/Math/MathML" altimg="https://example.org/a.png"/>',
    ),
    *_head(
        Code.REMOTE,
        ERROR,
        '<link rel="stylesheet" href="https://example.org/a.css"/>',
        '<link rel="STYLESHEET alternate" href="//example.org/a.css"/>',
        '<link rel="preload" href="https://example.org/a.woff" as="font"/>',
        '<link rel="dns-prefetch" href="//example.org"/>',
        '<link rel="preconnect" href="https://example.org"/>',
        '<link rel="icon" href="https://example.org/a.ico"/>',
        '<link href="https://example.org/a"/>',
        '<base href="https://example.org/"/>',
        '<meta http-equiv="refresh" content="0; url=https://example.org/"/>',
        '<meta http-equiv="REFRESH" content="5;URL=//example.org/"/>',
    ),
    *_prolog(
        Code.REMOTE,
        ERROR,
        '<?xml-stylesheet href="https://example.org/a.css"?>',
        '<?xml-stylesheet type="text/css" href="//example.org/a.css"?>',
        "<?xml-stylesheet href=' HTTP://example.org/a.css'?>",
    ),
    *_style(
        Code.REMOTE,
        ERROR,
        '@import "https://example.org/a.css";',
        '@IMPORT url("HTTPS://example.org/other.css");',
        "@import url(//example.org/a.css) screen;",
        "p { background: url(https://example.org/a.png) }",
        "p { background: URL( 'https://example.org/a.png' ) }",
        'p { background: image-set("https://example.org/a.png" 1x) }',
        "p { background: -webkit-image-set(url(//example.org/a.png) 1x) }",
        "@font-face { font-family: a; src: local(a), url(https://example.org/a.woff2) }",
        '@\\69mport "https://example.org/a.css";',
        "p { background: u\\72l(https://example.org/a.png) }",
        'p::before { content: "/*" } q { background: url(//example.org/a.png) } s { content: "*/" }',
        "p { background: url(ht\\\ntps://example.org/a.png) }",
        "p { background: url('https://example.org/a.png",
    ),
    *_metadata(
        Code.REMOTE,
        ERROR,
        '<link xmlns="http://www.idpf.org/2007/opf" rel="record" href="https://example.org/a.xml"/>',
        '<link xmlns="http://www.idpf.org/2007/opf" rel="onix-record" href="//example.org/a.xml"/>',
    ),
    *_opf(
        Code.REMOTE,
        ERROR,
        ("</manifest>", '<item href="https://example.org/a.mp3" id="planted" media-type="audio/mpeg"/>'),
        ("</manifest>", '<item href="//example.org/a.mp3" id="planted" media-type="audio/mpeg"/>'),
        ("</manifest>", '<item href="a.xhtml" id="planted" media-type="text/html" properties="remote-resources"/>'),
    ),
]

TRACKER = [
    *_body(
        Code.TRACKER,
        ERROR,
        '<img src="https://example.org/a.gif" width="1" height="1" alt=""/>',
        '<img src="https://example.org/a.gif" style="width: 1px; height:1px" alt=""/>',
        '<img src="//example.org/a.gif" height="0" alt=""/>',
        '<img src="https://www.google-analytics.com/collect?v=1" alt=""/>',
        '<img src="//hm.baidu.com/hm.gif?si=1" alt=""/>',
        '<img src="https://example.org/matomo.php?idsite=1" alt=""/>',
        '<iframe src="https://www.googletagmanager.com/ns.html"></iframe>',
        '<a href="a00001.xhtml" ping="https://example.org/count">x</a>',
        '<a href="#x" ping=" //example.org/count https://example.net/count ">x</a>',
    ),
    *_style(Code.TRACKER, ERROR, "p { background: url(https://pixel.wp.com/g.gif) }"),
]

ACTIVE = [
    *_body(
        Code.ACTIVE,
        ERROR,
        "<script>alert(1)</script>",
        '<script type="text/plain">x</script>',
        f'<svg {_SVG}><script l:href="a.js"/></svg>',
        '<h:SCRIPT xmlns:h="http://www.w3.org/1999/xhtml">x</h:SCRIPT>',
        '<SCRIPT xmlns="">x</SCRIPT>',
        '<p onclick="alert(1)">x</p>',
        '<p ONCLICK="alert(1)">x</p>',
        '<p a:onload="alert(1)" xmlns:a="http://example.org/">x</p>',
        f'<svg {_SVG} onload="alert(1)"/>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" JavaScript:alert(1)">x</a>',
        '<a href="java&#10;script:alert(1)">x</a>',
        '<a href="&#x6A;avascript&#58;alert(1)">x</a>',
        '<a href="vbscript:x">x</a>',
        f'<svg {_SVG}><a l:href="javascript:alert(1)"><text>x</text></a></svg>',
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi href="javascript:alert(1)">x</mi></math>',
        '<a href="data:text/html,x">x</a>',
        '<iframe src="data:text/html,x"></iframe>',
        '<a href="file:///etc/passwd">x</a>',
        '<iframe src="a00002.xhtml"></iframe>',
        '<object data="a00002.xhtml"></object>',
        "<form><p>x</p></form>",
        "<input/>",
        "<p><button>x</button></p>",
        "<textarea></textarea>",
        f"<svg {_SVG}><animate/></svg>",
        f'<svg {_SVG}><set attributeName="href" to="javascript:x"/></svg>',
        "<style>p { width: expression(alert(1)) }</style>",
        '<p style="-moz-binding: url(a.xml)">x</p>',
        '<p style="behavior:url(a.htc)">x</p>',
    ),
    *_head(
        Code.ACTIVE,
        ERROR,
        '<meta http-equiv="refresh" content="1"/>',
        '<meta http-equiv="Set-Cookie" content="a=b"/>',
        '<base href="text/"/>',
    ),
    *_prolog(
        Code.ACTIVE,
        ERROR,
        '<?xml-stylesheet type="text/xsl" href="a.xsl"?>',
        '<?xml-stylesheet type="application/xslt+xml" href="#a"?>',
    ),
    *_opf(
        Code.ACTIVE,
        ERROR,
        ("</manifest>", '<item href="a.xhtml" id="planted" media-type="application/xhtml+xml" properties="scripted"/>'),
    ),
    _file(Code.ACTIVE, ERROR, "a page that is said to be a text", ("a.txt", "text/plain", _SCRIPTED)),
    _file(Code.ACTIVE, ERROR, "a page that is said to be bytes", ("a.bin", "application/octet-stream", _SCRIPTED)),
    _file(Code.ACTIVE, ERROR, "a document of other XML", ("a.xml", "application/xml", b"<a><script/></a>")),
    Plant(Code.ACTIVE, ERROR, "a page that no manifest lists", partial(_with_entry, name="a.txt", content=_SCRIPTED)),
    _file(Code.ACTIVE, ERROR, "a program in the manifest", ("a.js", "text/javascript", b"alert(1)")),
    _file(Code.ACTIVE, ERROR, "a program under another name", ("a.js", "application/ecmascript", b"alert(1)")),
    *_body(Code.ACTIVE, NOTE, "<audio></audio>", "<video></video>", "<canvas></canvas>"),
    *_body(
        Code.ACTIVE, WARNING, '<a href="intent://x">x</a>', '<a href="ms-word:x">x</a>', '<a href="zoommtg://x">x</a>'
    ),
]

TRACKING = [
    *_body(
        Code.TRACKING,
        WARNING,
        '<a href="https://example.org/?utm_source=mail">x</a>',
        '<a href="https://example.org/?id=1&amp;FBCLID=2">x</a>',
        '<a href="https://www.google.com/url?q=https%3A%2F%2Fexample.org">x</a>',
        '<a href="https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org">x</a>',
        '<blockquote cite="https://example.org/?gclid=1"><p>x</p></blockquote>',
        f'<svg {_SVG}><a l:href="https://example.org/#utm_medium=a"><text>x</text></a></svg>',
    ),
    *_head(Code.TRACKING, WARNING, '<link rel="canonical" href="https://example.org/?utm_source=a"/>'),
    *_metadata(Code.TRACKING, WARNING, "<dc:source>https://example.org/?utm_source=a</dc:source>"),
]

TRACE = [
    *_body(
        Code.TRACE,
        WARNING,
        "<!-- /home/writer/articles/lake.html -->",
        "<!-- C:\\Users\\writer\\lake.docx -->",
        "<!-- saved from file:///Users/writer/lake.html -->",
        '<p title="\\\\server\\share\\lake">x</p>',
        '<p data-source="/Users/writer/lake.md">x</p>',
        '<img src="/tmp/lake.png" alt="x"/>',
        '<a href="file:///C:/lake.html">x</a>',
        '<a href="C:\\Users\\writer\\lake.html">x</a>',
        "<?tool /home/writer/book?>",
    ),
    *_style(Code.TRACE, WARNING, "/* /home/writer/book.css */", "/* c:\\temp\\book.css */", "/* /var/folders/ab/cd */"),
    *_metadata(
        Code.TRACE,
        WARNING,
        "<dc:source>/home/writer/lake.docx</dc:source>",
        "<dc:description>made of C:/Users/writer/lake</dc:description>",
        '<meta xmlns="http://www.idpf.org/2007/opf" name="x" content="file:/Users/writer/x"/>',
        '<meta xmlns="http://www.idpf.org/2007/opf" name="calibre:annotation" content="x"/>',
        "<!-- /private/tmp/x -->",
        f"<dc:identifier>urn:uuid:{_UUID_1}</dc:identifier>",
    ),
    *_entries(Code.TRACE, WARNING, ".DS_Store", "__MACOSX/a.xhtml", "META-INF/calibre_bookmarks.txt", "OPS/Thumbs.db"),
    _file(Code.TRACE, WARNING, "a picture", ("a.png", "image/png", telling.with_text("Comment", "/home/writer/a.psd"))),
]

LOCATION = [
    _file(Code.LOCATION, ERROR, what, (f"a.{ending}", f"image/{kind}", content))
    for what, ending, kind, content in (
        ("EXIF in JPEG", "jpg", "jpeg", telling.picture("JPEG", exif=telling.exif(place=True))),
        ("EXIF in PNG", "png", "png", telling.with_chunk(b"eXIf", telling.bare_exif(place=True))),
        ("EXIF in WebP", "webp", "webp", telling.picture("WEBP", exif=telling.exif(place=True).tobytes())),
        ("EXIF in AVIF", "avif", "avif", telling.picture("AVIF", exif=telling.exif(place=True).tobytes())),
        ("EXIF as text", "png", "png", telling.raw_profile(telling.exif(place=True).tobytes())),
        ("XMP in JPEG", "jpg", "jpeg", telling.picture("JPEG", xmp=telling.XMP_PLACE)),
        ("XMP in WebP", "webp", "webp", telling.picture("WEBP", xmp=telling.XMP_PLACE)),
        ("XMP in PNG", "png", "png", telling.with_text("XML:com.adobe.xmp", telling.XMP_PLACE.decode())),
        ("EXIF in TIFF", "tif", "tiff", telling.bare_exif(place=True)),
    )
] + [
    Plant(
        Code.LOCATION,
        ERROR,
        "EXIF in a picture that no manifest lists",
        partial(_with_entry, name="a.bin", content=telling.picture("JPEG", exif=telling.exif(place=True))),
    )
]

_IPTC = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x1c\x02\x50\x00\x01A"
PICTURE = [
    _file(Code.PICTURE, level, what, (f"a.{ending}", f"image/{kind}", content))
    for level, what, ending, kind, content in (
        (WARNING, "EXIF in JPEG", "jpg", "jpeg", telling.picture("JPEG", exif=telling.exif(person=True))),
        (WARNING, "EXIF in PNG", "png", "png", telling.picture("PNG", exif=telling.exif(person=True))),
        (WARNING, "EXIF in WebP", "webp", "webp", telling.picture("WEBP", exif=telling.exif(person=True))),
        (NOTE, "EXIF that tells the way up", "jpg", "jpeg", telling.picture("JPEG", exif=telling.exif(upright=True))),
        (WARNING, "XMP in JPEG", "jpg", "jpeg", telling.picture("JPEG", xmp=telling.XMP_PERSON)),
        (WARNING, "IPTC", "jpg", "jpeg", telling.with_segment(0xED, _IPTC)),
        (WARNING, "an author", "png", "png", telling.with_text("Author", "A. Writer")),
        (WARNING, "a packed author", "png", "png", telling.with_text("author", "A. Writer", packed=True)),
        (NOTE, "a program", "png", "png", telling.with_text("Software", "Paint 3")),
        (NOTE, "a comment in JPEG", "jpg", "jpeg", telling.picture("JPEG", comment=b"made with Paint 3")),
        (NOTE, "a comment in GIF", "gif", "gif", telling.picture("GIF", comment=b"made with Paint 3")),
        (NOTE, "a time", "png", "png", telling.with_chunk(b"tIME", b"\x07\xe4\x09\x01\x00\x00\x00")),
        (NOTE, "a colour profile", "jpg", "jpeg", telling.picture("JPEG", icc_profile=b"x" * 200)),
        (WARNING, "a file behind JPEG", "jpg", "jpeg", telling.picture("JPEG") + b"PK\x03\x04" + b"x" * 200),
        (WARNING, "a file behind PNG", "png", "png", telling.picture("PNG") + b"<html>" * 20),
        (WARNING, "a file behind GIF", "gif", "gif", telling.picture("GIF") + b"<html>" * 20),
        (WARNING, "content credentials", "jpg", "jpeg", telling.with_segment(0xEB, b"JP\x00\x01" + b"x" * 20)),
        (WARNING, "a small copy", "jpg", "jpeg", telling.with_segment(0xE0, b"JFXX\x00\x10" + b"x" * 20)),
    )
]

_WEB_PAGE = b"<!DOCTYPE html><html><body>403</body></html>"
TYPE = [
    *(
        _file(Code.TYPE, level, what, (name, media_type, content))
        for level, what, name, media_type, content in (
            (WARNING, "PNG as JPEG", "a.jpg", "image/jpeg", telling.picture("PNG")),
            (WARNING, "JPEG named PNG", "a.png", "image/jpeg", telling.picture("JPEG")),
            (WARNING, "WebP as GIF", "a.gif", "image/gif", telling.picture("WEBP")),
            (ERROR, "a web page as JPEG", "a.jpg", "image/jpeg", _WEB_PAGE),
            (ERROR, "text as PNG", "a.png", "image/png", b"not found"),
            (ERROR, "an archive as GIF", "a.gif", "image/gif", b"PK\x03\x04xxxxxxxx"),
            (WARNING, "a picture as a font", "a.otf", "font/otf", telling.picture("PNG")),
        )
    ),
    *_body(Code.TYPE, WARNING, '<img src="data:image/png;base64,AAAA" alt="x"/>'),
]

EMPTY = [
    _file(Code.EMPTY, ERROR, "an empty picture", ("a.jpg", "image/jpeg", b"")),
    _file(Code.EMPTY, ERROR, "an empty page", ("a.xhtml", "application/xhtml+xml", b"")),
    _file(Code.EMPTY, ERROR, "an empty font", ("a.otf", "font/otf", b"")),
    _file(Code.EMPTY, NOTE, "an empty style sheet", ("a.css", "text/css", b"")),
]

MISSING = [
    *_body(
        Code.MISSING,
        ERROR,
        '<img src="gone.jpg" alt="x"/>',
        '<a href="gone.xhtml#part">x</a>',
        '<p style="background: url(gone.png)">x</p>',
        f'<svg {_SVG}><image l:href="gone.png"/></svg>',
        '<img srcset="gone.jpg 2x" alt="x"/>',
    ),
    *_style(Code.MISSING, ERROR, '@import "gone.css";', "p { background: url('gone.png') }"),
    *_body(Code.MISSING, WARNING, '<a href="#nowhere">x</a>', '<p><a href="#Nowhere%20else">x</a></p>'),
    *_opf(
        Code.MISSING,
        ERROR,
        ("</manifest>", '<item id="planted" href="gone.xhtml" media-type="application/xhtml+xml"/>'),
        ("</spine>", '<itemref idref="gone"/>'),
        ("</package>", '<guide><reference type="text" title="x" href="gone.xhtml"/></guide>'),
    ),
    *_prolog(Code.MISSING, ERROR, '<?xml-stylesheet type="text/css" href="gone.css"?>'),
]

UNREFERENCED = [
    *_entries(Code.UNREFERENCED, WARNING, "notes.txt", "EPUB/a00009.xhtml", "OEBPS/Images/lake.jpg", "mimetype2"),
    Plant(
        Code.UNREFERENCED,
        NOTE,
        "in the manifest only",
        lambda book: book.file("a.jpg", "image/jpeg", telling.picture("JPEG"), shown=False),
    ),
]

DUPLICATE = [
    *_body(
        Code.DUPLICATE,
        WARNING,
        '<p id="twice">x</p><p id="twice">y</p>',
        '<p id="twice">x</p><p xml:id="twice">y</p>',
        '<p id="a&#98;c">x</p><h2 id="abc">y</h2>',
    ),
    *_opf(
        Code.DUPLICATE,
        WARNING,
        (
            "</manifest>",
            '<item id="a" href="a.css" media-type="text/css"/><item id="a" href="b.css" media-type="text/css"/>',
        ),
        (
            "</manifest>",
            '<item id="a" href="a.css" media-type="text/css"/><item id="b" href="./a.css" media-type="x/y"/>',
        ),
    ),
]

CLAIM = [
    *_metadata(
        Code.CLAIM,
        WARNING,
        *(
            form.format(name, value)
            for form in (_META, _OLD_META)
            for name, value in (
                ("accessibilityFeature", "synchronizedAudioText"),
                ("accessibilityFeature", "MathML"),
                ("accessibilityFeature", "captions"),
                ("accessibilityFeature", "pageBreakMarkers"),
                ("accessMode", "auditory"),
            )
        ),
    ),
    *(
        Plant(Code.CLAIM, WARNING, f"{claim} with {image}", partial(_claim_with, claim=claim, image=image))
        for claim in (
            _META.format("accessibilityFeature", "alternativeText"),
            _META.format("accessModeSufficient", "textual"),
        )
        for image in ('<img src="#x"/>', '<p><img src="#x" alt=""/></p>', '<p><img src="#x" alt="  "/></p>')
    ),
    *_metadata(
        Code.CLAIM,
        WARNING,
        _META.format("accessibilityHazard", "none") + _META.format("accessibilityHazard", "flashing"),
        _META.format("accessibilityHazard", "noSoundHazard") + _META.format("accessibilityHazard", "sound"),
        _META.replace("schema:", "dcterms:").format("conformsTo", "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"),
    ),
]

LIMIT = [
    Plant(Code.LIMIT, NOTE, "a long page", lambda book: book.body("<p>words and more words</p>" * 15_000)),
    Plant(Code.LIMIT, NOTE, "a page of many parts", lambda book: book.body("<br/>" * 21_000)),
    _file(Code.LIMIT, NOTE, "WebP", ("a.webp", "image/webp", telling.picture("WEBP"))),
    _file(Code.LIMIT, NOTE, "BMP", ("a.bmp", "image/bmp", telling.picture("BMP"))),
    _file(Code.LIMIT, NOTE, "a moving GIF", ("a.gif", "image/gif", telling.moving("GIF"))),
    _file(Code.LIMIT, NOTE, "many pixels", ("a.png", "image/png", telling.wide(2400, 2400))),
    Plant(Code.LIMIT, NOTE, "a heavy style sheet", lambda book: book.style("p { margin: 0 }\n" * 8000)),
]

TOOL = [
    *_head(Code.MAKER, NOTE, '<meta name="generator" content="Tool 1"/>', '<meta name="GENERATOR" content="Tool 2"/>'),
    *_body(Code.MAKER, NOTE, "<!-- Created with Inkscape -->", "<!-- saved from url=(0022)https://example.org/ -->"),
    *_metadata(
        Code.MAKER,
        NOTE,
        '<meta xmlns="http://www.idpf.org/2007/opf" name="generator" content="Tool 1"/>',
        "<dc:contributor>calibre (6.13.0)</dc:contributor>",
        "<!-- generated by a tool -->",
    ),
    *_style(Code.MAKER, NOTE, "/* Exported from Scrivener */"),
]

BROKEN = [
    *_body(Code.BROKEN, ERROR, "<p>", "<p>\x01</p>", "& x", "<br>", "<p a=b>x</p>", "<p>&undeclared-entity </p>"),
    *(
        Plant(Code.BROKEN, ERROR, f"a package document of {content!r}", partial(_with_opf, content=content))
        for content in (b"", b"<", b"<package/>", b"\xff\xfe\x00")
    ),
]

PLANTS = [
    *(REMOTE + TRACKER + ACTIVE + TRACKING + TRACE + LOCATION + PICTURE + TYPE + EMPTY + MISSING + UNREFERENCED),
    *(DUPLICATE + CLAIM + LIMIT + TOOL + BROKEN),
]
