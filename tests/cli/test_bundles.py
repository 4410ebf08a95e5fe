"""Bundles of a bundler.toml, from the command line: which are built, and which options count."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bundler.cli.build_command import command as build
from bundler.cli.bundles.host_tables import HostAccess
from bundler.cli.options import settings_of
from tests.pages import plain_page, prose
from tests.program import Command, Outcome, inside, one_line

CONFIG = "bundler.toml"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder is the test's own, and the user has no file of his own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("CONFIG", "DEVICE", "PROXY", "OFFLINE", "LOG_FILE"):
        monkeypatch.delenv(f"EPUB_BUNDLER_{name}", raising=False)


def _write(text: str, path: str = CONFIG) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def _listed(done: Outcome) -> list[str]:
    return [article["path"] for article in json.loads(done.out)["articles"]]


def _list(command: Command, *arguments: str) -> Any:  # noqa: ANN401 - JSON
    done = command("--debug", "list", *arguments, "--json", "-q")
    assert done.code == 0, done.err
    return [article["path"] for article in json.loads(done.out)["articles"]]


def test_a_bundle_is_built_by_its_name(pages: Path, command: Command) -> None:
    """With its sources and options; title and file name come from the bundle's name."""
    _write('[bundles.news]\nsources = ["pages"]\nlimit = 2\noffline = true\n')
    done = command("--debug", "build", "news", "-q")
    assert (done.code, done.out, done.err) == (0, "news_2020-09-02_2020-09-03.epub\n", "")


def test_the_only_bundle_needs_no_name(pages: Path, command: Command) -> None:
    """`build` alone builds it, and `list` lists it."""
    _write('[bundles.news]\nsources = "pages"\n')
    assert _list(command) == ["1.md", "2.md", "3.md"]


def test_of_several_bundles_one_has_to_be_named(pages: Path, command: Command) -> None:
    """Exit code 2, with their names and what to type."""
    _write('[bundles.news]\nsources = "pages"\n[bundles.sport]\nsources = "pages"\n')
    done = command("build")
    assert done.code == 2
    assert "has 'news', 'sport': name one, or use --all" in done.err


def test_several_bundles_make_several_books(pages: Path, command: Command) -> None:
    """One after the other, each path on a line of its own; so does --all."""
    bundles = '[bundles.one]\nsources = "pages"\nlimit = 1\n[bundles.two]\nsources = "pages"\n'
    _write(f"[defaults]\noffline = true\nforce = true\n{bundles}")
    both = ["one_2020-09-03.epub", "two_2020-09-01_2020-09-03.epub"]
    assert command("--debug", "build", "two", "one", "-q").out.splitlines() == both[::-1]
    assert command("--debug", "build", "--all", "-q").out.splitlines() == both


def test_a_bundle_that_fails_does_not_stop_the_others(pages: Path, command: Command) -> None:
    """Its line names it, the others are built, and the worst exit code counts."""
    _write('[defaults]\noffline = true\n[bundles.bad]\nsources = "nowhere"\n[bundles.good]\nsources = "pages"\n')
    done = command("build", "--all", "-q")
    assert (done.code, done.out) == (1, "good_2020-09-01_2020-09-03.epub\n")
    assert one_line(done.err).startswith("epub-bundler: bad: nowhere: ")


def test_a_gap_is_less_bad_than_no_book(pages: Path, command: Command) -> None:
    """Of exit codes 3 and 0 it is 3 that counts."""
    (pages / "empty.md").touch()
    _write('[defaults]\noffline = true\n[bundles.a]\nsources = "pages/1.md"\n[bundles.b]\nsources = "pages"\n')
    assert command("--debug", "build", "--all", "-q").code == 3


def test_a_folder_wins_over_a_bundle_of_its_name(pages: Path, command: Command) -> None:
    """What lies there is taken, and a line says so."""
    _write('[bundles.pages]\nsources = ["pages/1.md"]\n')
    done = command("--debug", "list", "pages", "--json")
    assert _listed(done) == ["1.md", "2.md", "3.md"]
    assert "'pages' is taken for the file or folder of that name, not for the bundle of bundler.toml" in done.err


@pytest.mark.parametrize(
    ("word", "advice"),
    [("nwes", "did you mean 'news'?"), ("zzz", "it has 'news'"), ("news.md", "check the spelling")],
)
def test_a_misspelled_bundle_is_told_with_the_right_name(pages: Path, command: Command, word: str, advice: str) -> None:
    """Exit code 1; what looks like a file is told as one."""
    _write('[bundles.news]\nsources = "pages"\n')
    done = command("build", word)
    assert done.code == 1
    assert advice in one_line(done.err)


def test_a_bundle_and_a_source_are_no_book(pages: Path, command: Command) -> None:
    """Nobody can know whose options count: exit code 2."""
    _write('[bundles.news]\nsources = "pages"\n')
    done = command("build", "news", "pages")
    assert done.code == 2
    assert "which make no book together" in one_line(done.err)


@pytest.mark.parametrize("arguments", [("--all", "pages"), ("--all",)])
def test_all_stands_alone_and_needs_bundles(pages: Path, command: Command, arguments: tuple[str, ...]) -> None:
    """Beside sources, or without a file, it is a usage error."""
    assert command("build", *arguments).code == 2


def test_each_layer_counts_more_than_the_one_below(
    pages: Path, command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Defaults, bundle, environment, command line: seen at where the log goes."""
    _write('[defaults]\nlog-file = "defaults.log"\n[bundles.a]\nsources = "pages"\n')
    _list(command, "a")
    _write('[defaults]\nlog-file = "defaults.log"\n[bundles.a]\nsources = "pages"\nlog-file = "bundle.log"\n')
    _list(command, "a")
    monkeypatch.setenv("EPUB_BUNDLER_LOG_FILE", "environment.log")
    _list(command, "a")
    _list(command, "a", "--log-file", "line.log")
    logs = {path.name: path.read_text().count("run\tbegins") for path in tmp_path.glob("*.log")}
    assert logs == {"defaults.log": 1, "bundle.log": 1, "environment.log": 1, "line.log": 1}


def test_a_period_that_counts_more_puts_the_other_way_aside(
    pages: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--from` on the command line replaces `last` of the file, and the other way round."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1599091200")  # 2020-09-03
    _write('[bundles.a]\nsources = "pages"\nlast = "1d"\n[bundles.b]\nsources = "pages"\nfrom = "2020-09-02"\n')
    assert _list(command, "a") == ["3.md"]
    assert _list(command, "a", "--from", "2020") == ["1.md", "2.md", "3.md"]
    assert _list(command, "b") == ["2.md", "3.md"]
    assert _list(command, "b", "--last", "1d") == ["3.md"]


def test_defaults_count_for_typed_sources_too_and_a_line_says_so(pages: Path, command: Command) -> None:
    """`--no-config` leaves them out."""
    _write("[defaults]\nlimit = 1\n")
    done = command("--debug", "list", "pages", "--json")
    assert _listed(done) == ["3.md"]
    assert one_line(done.err) == "epub-bundler: settings of bundler.toml count; --no-config leaves them out"
    assert _list(command, "pages", "--no-config") == ["1.md", "2.md", "3.md"]


def test_the_file_is_looked_for_here_then_at_the_users(pages: Path, command: Command, tmp_path: Path) -> None:
    """`--config` names another; one that is not there is a usage error."""
    _write(f'[bundles.own]\nsources = "{pages.as_posix()}/1.md"\n', "config/epub-bundler/bundler.toml")
    assert _list(command, "own") == ["1.md"] or _list(command) == [f"{pages.as_posix()}/1.md"]
    _write('[bundles.here]\nsources = "pages/2.md"\n')
    assert _list(command) == ["pages/2.md"]
    _write('[bundles.else]\nsources = "../pages/3.md"\n', "sub/else.toml")
    assert _list(command, "--config", "sub/else.toml") == ["sub/../pages/3.md"]
    done = command("list", "--config", "none.toml")
    assert (done.code, "none.toml: there is no such file" in one_line(done.err)) == (2, True)


def test_paths_start_from_the_files_folder(pages: Path, command: Command, tmp_path: Path) -> None:
    """Sources, the book and the log; so that a file works from everywhere."""
    (tmp_path / "sub" / "articles").mkdir(parents=True)
    page = plain_page("Story", day="2020-09-01", paragraphs=prose(1))
    (tmp_path / "sub" / "articles" / "a.md").write_text(page, encoding="utf-8")
    _write(
        '[bundles.a]\nsources = "articles"\noutput = "a.epub"\nlog-file = "a.log"\noffline = true\n', "sub/bundler.toml"
    )
    done = command("--debug", "build", "--config", "sub/bundler.toml", "-q")
    assert done.code == 0
    assert Path(done.out.strip()) == Path("sub/a.epub")
    assert inside(tmp_path / "sub") == ["a.epub", "a.log", "articles", "bundler.toml"]


def test_extract_takes_sources_and_cleaning_of_a_bundle_and_chooses_nothing(pages: Path, command: Command) -> None:
    """It stays raw: the bundle's period and limit do not count."""
    _write('[bundles.a]\nsources = "pages"\nlimit = 1\nfrom = "2030"\n')
    done = command("--debug", "extract", "a", "-q")
    assert [json.loads(line)["path"] for line in done.out.splitlines()] == ["1.md", "2.md", "3.md"]


def test_the_report_names_its_bundle(pages: Path, command: Command) -> None:
    """Several bundles make several objects, each with its name."""
    _write('[bundles.a]\nsources = "pages"\noffline = true\n')
    assert json.loads(command("--debug", "build", "--json").out)["bundle"] == "a"
    assert "bundle" not in json.loads(command("--debug", "list", "pages", "--json", "--no-config").out)


def test_every_fault_is_told_at_once_with_its_line(pages: Path, command: Command, tmp_path: Path) -> None:
    """File, line, key, what is wrong, the nearest right name; a header's value is never told. Nothing is built."""
    _write(
        "[defaults]\n"
        'devise = "kobo"\n'
        "[bundles.news]\n"
        'sources = ["pages"]\n'
        'limit = "ten"\n'
        'max_size = "45MB"\n'
        "no-images = 1\n"
        'from = "yesterday"\n'
        "[bundles.empty]\n"
        'title = "x"\n'
        '[hosts."https://example.org/"]\n'
        'headers = { "Bad Name" = "s3cret", Host = "s3cret", Cookie = 3 }\n'
        "delai = 3\n"
        "[bundle.other]\n"
    )
    done = command("build", "news")
    assert (done.code, done.out) == (2, "")
    assert "s3cret" not in done.err
    lines = [line.removeprefix("epub-bundler: bundler.toml:") for line in done.err.splitlines()]
    assert lines == [
        "2: defaults.devise: there is no such key; did you mean 'device'?",
        "5: bundles.news.limit: is a text; write a number without quotes",
        "6: bundles.news.max_size: there is no such key; did you mean 'max-size'?",
        "7: bundles.news.no-images: is a number, not true or false",
        "8: bundles.news.from: 'yesterday' is no date; write it as 2020-09-01, 2020-09 or 2020",
        '9: bundles.empty: has no sources; write sources = ["FOLDER"]',
        "11: hosts.https://example.org/: is no host; write it without scheme, port and path, as example.org",
        "12: hosts.https://example.org/.headers.Bad Name: is no name of a header field",
        "12: hosts.https://example.org/.headers.Cookie: is no text on one line",
        "12: hosts.https://example.org/.headers.Host: belongs to the connection; leave it out",
        "13: hosts.https://example.org/.delai: there is no such key; did you mean 'delay'?",
        "14: bundle: there is no such table; did you mean 'bundles'?",
        " nothing was built; correct it, docs/reference.md lists every key",
    ]
    assert inside(tmp_path) == [CONFIG, "pages"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b"[defaults\n", "is no TOML: "),
        (b"\xff\xfe", "is not UTF-8"),
        (b"x = " + b"[" * 5000, "is no TOML: "),
        (b"x = " + b"9" * 5000, "is no TOML: "),
        (b"defaults = 1", "1: defaults: is no table"),
        (b"[bundles]\nnews = 1", "2: bundles.news: is no table"),
        (b'[defaults]\noutput = "x.epub"', "2: defaults.output: belongs to one bundle"),
        (b'[defaults]\nsources = "x"', "2: defaults.sources: there is no such key"),
        (b"[bundles.a]\nsources = [3]", "2: bundles.a.sources: is a number, not a text"),
        (b"[bundles.a]\nsources = ['']", "2: bundles.a.sources: is an empty text"),
        (b"[defaults]\nlimit = 0x" + b"f" * 9000, "2: defaults.limit: is too large a number"),
        (b"[defaults]\nlimit = true", "2: defaults.limit: is true or false; write a number without quotes"),
        (b"[defaults]\nfrom = 10:00:00", "2: defaults.from: is a day or time; write a day"),
        (b'[hosts."example.org"]\ndelay = nan', "2: hosts.example.org.delay: is no number of seconds"),
        (b"[bundles.a]\nsources='x'\noutput='b'\n[bundles.c]\nsources='x'\noutput='b'", "6: bundles.c.output: is that"),
        (b"#" * 1_000_001, "has more than 1 MB"),
    ],
)
def test_a_file_that_does_not_hold_is_told(pages: Path, command: Command, text: bytes, what: str) -> None:
    """Exit code 2 and one line for the fault, whatever is wrong."""
    Path(CONFIG).write_bytes(text)
    done = command("build", "pages")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"epub-bundler: {CONFIG}:")
    assert what in done.err.splitlines()[0]
    assert len(done.err.splitlines()) == 2


def test_a_day_may_be_a_day_of_toml(pages: Path, command: Command) -> None:
    """`from = 2020-09-02` without quotes is what it looks like."""
    _write('[bundles.a]\nsources = "pages"\nfrom = 2020-09-02\n')
    assert _list(command) == ["2.md", "3.md"]


def test_a_flag_of_the_environment_counts_more_than_the_file(
    pages: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`EPUB_BUNDLER_OFFLINE=0` switches off what the file switches on: the address is asked for."""
    _write('[bundles.a]\nsources = "pages"\noffline = true\nproxy = "http://127.0.0.1:9"\n')
    page = plain_page("Story 4", day="2020-09-04", paragraphs=[*prose(4), '<img src="http://example.org/a.jpg"/>'])
    (pages / "4.md").write_text(page, encoding="utf-8")
    monkeypatch.setenv("EPUB_BUNDLER_OFFLINE", "1")
    assert command("--debug", "build", "a", "-q", "--force").code == 0
    monkeypatch.setenv("EPUB_BUNDLER_OFFLINE", "0")
    assert command("--debug", "build", "a", "-q", "--force").code == 3


def test_what_is_said_of_hosts_reaches_the_requests() -> None:
    """Header fields and pauses of a host, which no text of the settings shows."""
    hosts = (HostAccess("example.org", (("X-Key", "s3cret"),), 2.0),)
    context = build.make_context("build", ["pages"])
    settings = settings_of(context.params | {"hosts": hosts, "bundle": ""})
    assert settings.access.headers == (("example.org", "X-Key", "s3cret"),)
    assert settings.access.delays == (("example.org", 2.0),)
    assert "s3cret" not in f"{settings!r} {hosts!r}"
