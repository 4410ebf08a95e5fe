"""What is known of particular containers and sites, as data: TOML files anyone can add (docs/how-to/rules.md)."""

from bundler.clean.rules.loading import NO_RULE, ContainerRule, SiteRule, container_rules, site_rule

__all__ = ["NO_RULE", "ContainerRule", "SiteRule", "container_rules", "site_rule"]
