"""`extract --explain`: how each article was found, for people."""

from __future__ import annotations

from click.testing import CliRunner

from bundler.cli.extract_command import command
from tests.golden.cases import ROOT


def test_explain_names_the_rule_or_engine_and_what_was_dropped() -> None:
    """A few lines a page instead of JSON."""
    page = str(ROOT / "portal-gbk-breaks" / "in.html")
    result = CliRunner().invoke(command, ["--quiet", "--explain", page], obj=True)
    assert result.exit_code == 0, result.output
    assert "found by: no rule; engine trafilatura and readability: they agree by" in result.output
    assert "date: 2004-05-06 (dateline)" in result.output
    assert "dropped by engine: " in result.output
