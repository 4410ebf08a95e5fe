"""The rule files, and what happens to one that does not hold."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bundler.clean import rules
from bundler.clean.rules import NO_RULE, container_rules, loading, site_rule
from bundler.clean.rules.site import KEYS

FOLDER = Path(str(rules.__file__)).parent
SITES = sorted(FOLDER.glob("sites/*.toml"))
CONTAINERS = sorted(FOLDER.glob("containers/*.toml"))
CONTAINER_KEYS = {"name", "recognise", "title", "source_url", "footer", "furniture"}


@pytest.mark.parametrize("path", SITES, ids=lambda path: path.stem)
def test_a_site_rule_is_found_by_each_of_its_hosts(path: Path) -> None:
    """Every host of the file, and every subdomain, gives the rule; its keys are known ones and its patterns compile."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert data.keys() <= KEYS
    for host in data["hosts"]:
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host)
        for address in (f"https://{host}/a", f"http://www.{host}:8080/", f"https://A.B.{host.upper()}/"):
            rule = site_rule(address)
            assert (rule.name, rule.hosts, rule.names[0]) == (data["name"], tuple(data["hosts"]), data["name"])
        assert site_rule(f"https://not{host}/") is NO_RULE
        assert site_rule(f"https://{host}.example/") is NO_RULE


def test_no_two_rules_claim_one_host() -> None:
    """A host stands in one file only, so that the order of files decides nothing."""
    hosts = [host for path in SITES for host in tomllib.loads(path.read_text(encoding="utf-8"))["hosts"]]
    assert len(hosts) >= len(SITES) > 0
    assert sorted(hosts) == sorted(set(hosts))


def test_every_container_rule_is_loaded_with_the_groups_it_needs() -> None:
    """Each file's patterns compile; title and address have the groups the code asks for."""
    data = [tomllib.loads(path.read_text(encoding="utf-8")) for path in CONTAINERS]
    assert [rule.name for rule in container_rules()] == [item["name"] for item in data]
    assert all(item.keys() == CONTAINER_KEYS for item in data)
    for rule in container_rules():
        assert "title" in rule.title.groupindex
        assert "url" in rule.source_url.groupindex
        assert rule.recognise
        assert not rule.furniture.match("")


@pytest.mark.parametrize("address", ["", "https://[", "mailto:a@b.example", "/relative", "https://unknown.example/"])
def test_an_address_of_no_known_site_has_no_rule(address: str) -> None:
    """Unknown hosts and what is no address give the rule that says nothing."""
    assert site_rule(address) is NO_RULE


@pytest.fixture
def own_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of rules in place of the real one."""
    for folder in ("sites", "containers"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(loading, "files", lambda _: tmp_path)
    loading.container_rules.cache_clear()
    loading._site_rules.cache_clear()
    yield tmp_path
    loading.container_rules.cache_clear()
    loading._site_rules.cache_clear()


def test_a_new_file_is_a_new_rule(own_rules: Path) -> None:
    """A rule is added by adding a file, nothing else."""
    (own_rules / "sites" / "a.toml").write_text(
        'hosts = ["n.example"]\nname = "N"\nstrip = ["ad-", "x$"]\n', encoding="utf-8"
    )
    rule = site_rule("https://www.n.example/a")
    assert rule.strip is not None
    assert [name for name in ("ad-1", "x", "xy", "bad-1") if rule.strip.match(name)] == ["ad-1", "x"]
    assert (rule.body, rule.appeal, rule.names) == ((), None, ("N",))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('hosts = ["n.example"', tomllib.TOMLDecodeError),
        ('hosts = ["n.example"]\n', KeyError),
        ('hosts = "n.example"\nname = "N"\n', TypeError),
        ('hosts = ["n.example"]\nname = "N"\nstrip = "ad"\n', TypeError),
        ('hosts = ["n.example"]\nname = "N"\nappeal = ["("]\n', re.error),
    ],
)
def test_a_malformed_site_rule_is_raised(own_rules: Path, text: str, error: type[Exception]) -> None:
    """A file that does not hold stops the program instead of being skipped."""
    (own_rules / "sites" / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(error):
        site_rule("https://n.example/")


@pytest.mark.parametrize("text", ['name = "a"\n', "name = ", 'name = "a"\nrecognise = ["("]\n'])
def test_a_malformed_container_rule_is_raised(own_rules: Path, text: str) -> None:
    """The same holds for containers."""
    (own_rules / "containers" / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises((KeyError, tomllib.TOMLDecodeError, re.error)):
        container_rules()
