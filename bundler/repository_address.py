"""Which addresses name a git repository, or a folder of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

_SCHEMES = ("http", "https")
_HOSTS = frozenset(("github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "gitee.com", "git.sr.ht"))
"""Hosts on which OWNER/NAME is a repository."""
_NOT_OWNERS = frozenset(
    "about apps blog collections contact customer-stories enterprise events explore features join login marketplace "
    "notifications organizations orgs pricing search security settings sponsors stars topics trending users".split()
)
_TREES = (
    re.compile(r"(?P<repository>/.+?)/-/tree/(?P<rest>.+)"),  # GitLab, on any host
    re.compile(r"(?P<repository>/[^/]+/[^/]+)/tree/(?P<rest>.+)"),  # GitHub, Gitee
    re.compile(r"(?P<repository>/[^/]+/[^/]+)/src/(?:branch/)?(?P<rest>.+)"),  # Codeberg, Bitbucket
)
_BRANCH = re.compile(r"[^-./\x00-\x20~^:?*\[\\\x7f@][^\x00-\x20~^:?*\[\\\x7f]*")


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, or a folder of it.

    Attributes:
        address: its http or https address, without a user.
        branch: a branch or tag; empty for the one that its owner shows first.
        path: the folder that is wanted; empty for all.
    """

    address: str
    branch: str = ""
    path: str = ""

    @property
    def name(self) -> str:
        """What reports call it."""
        path = urlsplit(self.address).path.rstrip("/").removesuffix("/.git")
        name = unquote(path.rpartition("/")[2]).removesuffix(".git")
        return re.sub(r"[^\w.-]", "_", name).strip(".") or "repository"


def repository_at(address: str) -> Repository | None:
    """The repository that an address names; None when it names none.

    It does so by `git+` before `https://`, by `.git` at its end, by OWNER/NAME on a host known for repositories, or as
    the page of a folder there (`/OWNER/NAME/tree/BRANCH/FOLDER`).

    Args:
        address: what the user typed.
    """
    is_said = address.startswith(("git+http://", "git+https://"))
    try:
        parts = urlsplit(address.removeprefix("git+"))
        host = parts.hostname or ""
        parts = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not host:
        return None
    path = parts.path.rstrip("/")
    if is_said or path.endswith(".git"):
        return Repository(_address(parts, path)) if path else None
    is_known = host.removeprefix("www.") in _HOSTS
    for pattern in _TREES if is_known else _TREES[:1]:
        if match := pattern.fullmatch(path):
            return _folder(_address(parts, match["repository"]), unquote(match["rest"]))
    owner, _, name = path.removeprefix("/").partition("/")
    if is_known and owner and name and "/" not in name and owner.lower() not in _NOT_OWNERS and not parts.query:
        return Repository(_address(parts, path))
    return None


def _address(parts: SplitResult, path: str) -> str:
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _folder(address: str, rest: str) -> Repository | None:
    branch, _, path = rest.partition("/")
    names = path.split("/") if path else []
    if not _is_branch(branch) or any(name in ("", ".", "..") for name in names) or not path.isprintable():
        return None
    return Repository(address, branch, path)


def _is_branch(name: str) -> bool:
    """Whether git could take a name for a branch (git-check-ref-format), and cannot take it for anything else."""
    odd = ".." in name or "@{" in name or "//" in name or "/." in name or name.endswith((".lock", "/", "."))
    return _BRANCH.fullmatch(name) is not None and not odd
