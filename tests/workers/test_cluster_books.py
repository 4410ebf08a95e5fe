"""Books made on a cluster: the same bytes as on this machine, also over a line between two machines."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from bundler.cli.progress import Silent
from bundler.errors import ClusterError
from bundler.images.codecs import codecs
from bundler.model import Stage
from bundler.package import Target
from bundler.pipeline import Tools, build
from bundler.report import Report
from bundler.settings import Settings
from bundler.store import open_bodies, open_pictures, temporary_folder
from bundler.workers import ProcessWorkers, Workers
from bundler.workers.connect import open_cluster
from tests.pages import mirror_page, plain_page, prose
from tests.pictures import jpeg
from tests.program import COMMAND, environment
from tests.workers.clusters import Cluster, cluster, end, two_networks

_ARTICLES = 24


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of articles with a picture each, some known by a rule, some not, and a picture that is none."""
    folder = tmp_path_factory.mktemp("articles")
    for number in range(_ARTICLES):
        (folder / f"{number:02}.jpg").write_bytes(jpeg(240 + number, 180))
        text = (*prose(number), f"![]({number:02}.jpg)")
        day = f"2020-09-{number + 1:02}"
        page = plain_page(f"Story {number}", day=day, paragraphs=text)
        if number % 3 == 0:
            address = f"https://example.org/{day.replace('-', '/')}/story.html"
            page = mirror_page(
                f"Story {number}", day=day, address=address, paragraphs=prose(number), pictures=[f"{number:02}.jpg"]
            )
        (folder / f"{number:02}.md").write_text(page, encoding="utf-8")
    (folder / "05.jpg").write_bytes(b"no picture")
    return folder


@pytest.fixture(scope="module")
def expected(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The book that the processes of this machine make of them."""
    workers = ProcessWorkers(2)
    try:
        book = tmp_path_factory.mktemp("local") / "book.epub"
        report = asyncio.run(_book(articles, book, workers, lambda: None))
    finally:
        workers.close()
    assert len(report.gaps) == 1
    return book.read_bytes()


class _AfterFive(Silent):
    """Progress that does something when five pages are clean."""

    def __init__(self, then: Callable[[], None]) -> None:
        self._then = then
        self._done = 0

    @contextlib.contextmanager
    def step(self, stage: Stage, total: int | None) -> Iterator[Callable[[int], None]]:  # noqa: ARG002 - the interface
        """See `bundler.report.Progress`."""
        yield self._advance

    def _advance(self, count: int) -> None:
        self._done += count
        if self._done == 5:
            self._then()


async def _book(articles: Path, book: Path, workers: Workers, then: Callable[[], None]) -> Report:
    with temporary_folder() as folder:
        (folder / "articles").mkdir()
        with open_pictures(folder / "pictures", lasting=False) as pictures, open_bodies(folder / "articles") as bodies:
            kit = Tools(workers, bodies, pictures, _AfterFive(then))
            settings = Settings((str(articles),), offline=True)
            return await build(settings, kit, lambda *_: Target(book, may_replace=True))


def test_a_worker_lost_in_the_middle_leaves_no_mark_in_a_book(articles: Path, expected: bytes, tmp_path: Path) -> None:
    """One of two workers is killed while pages are cleaned; the book has the bytes that this machine alone makes."""

    async def whole(running: Cluster, second: subprocess.Popen[bytes]) -> None:
        async with open_cluster(running.address, (codecs,), pytest.fail) as workers:
            assert workers.count == 2
            await _book(articles, tmp_path / "book.epub", workers, lambda: end(second))

    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster", workers=1) as running:
        asyncio.run(whole(running, running.start_worker("two")))
    assert (tmp_path / "book.epub").read_bytes() == expected


def _build(prefix: Sequence[str], address: str, articles: Path, book: Path, **env: str) -> None:
    """Run the real command, in a network where a prefix says so."""
    done = subprocess.run(
        [*prefix, *COMMAND, "build", articles, "--offline", "-q", "-o", book, "--scheduler", address],
        env=environment(EPUB_BUNDLER_CACHE=str(book.parent / "cache"), **env),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (3, "")


def test_a_machine_of_another_network_makes_the_same_book(articles: Path, expected: bytes, tmp_path: Path) -> None:
    """Scheduler and command in one network, worker in another with nothing but a line between: pages go over it."""
    with contextlib.ExitStack() as stack:
        try:
            here, there, host = stack.enter_context(two_networks())
        except OSError as error:
            pytest.skip(str(error))
        (tmp_path / "cluster").mkdir()
        running = stack.enter_context(cluster(tmp_path / "cluster", workers=0, prefix=here, host=host))
        running.start_worker("one", prefix=there)
        assert running.address.startswith(f"tcp://{host}:")
        _build(here, running.address, articles, tmp_path / "book.epub")
    assert (tmp_path / "book.epub").read_bytes() == expected


def test_a_cluster_behind_certificates_makes_the_same_book(articles: Path, expected: bytes, tmp_path: Path) -> None:
    """With `tls://` every side shows a certificate, which Dask's own settings name; without one nobody gets in."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subject = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    files = ("-keyout", key, "-out", certificate)
    subprocess.run([openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files], check=True)
    options = ("--protocol", "tls", "--tls-ca-file", certificate, "--tls-cert", certificate, "--tls-key", key)
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster", workers=1, options=list(map(str, options))) as running:
        assert running.address.startswith("tls://")
        with pytest.raises(ClusterError, match="no scheduler answers"):
            asyncio.run(_look_in(running.address))
        names = {"CA_FILE": certificate, "CLIENT__CERT": certificate, "CLIENT__KEY": key}
        env = {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(path) for name, path in names.items()}
        _build((), running.address, articles, tmp_path / "book.epub", **env)
    assert (tmp_path / "book.epub").read_bytes() == expected


async def _look_in(address: str) -> None:
    async with open_cluster(address, (codecs,), pytest.fail):
        pytest.fail("it was let in without a certificate")
