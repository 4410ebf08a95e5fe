"""What is known of particular containers and sites, as data: files anyone can add (docs/how-to/rules.md).

loading     our own rules, and which rule an address has
site        what a site's rule may say; TOML
ftr         the same in FiveFilters' format
given       the user's rules
selectors   finding what a rule names
"""

from bundler.clean.rules.given import BUILT_IN, NONE, GivenRules, PageRules, read_rules
from bundler.clean.rules.loading import ContainerRule, container_rules, site_rule
from bundler.clean.rules.site import NO_RULE, SiteRule

__all__ = [
    "BUILT_IN", "NONE", "NO_RULE", "ContainerRule", "GivenRules", "PageRules", "SiteRule", "container_rules",
    "read_rules", "site_rule",
]  # fmt: skip
