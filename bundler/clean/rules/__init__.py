"""What is known of particular containers and sites, as data: TOML files anyone can add (docs/how-to/rules.md)."""

from bundler.clean.rules.loading import ContainerRule, SiteRule, container_rules, site_rule

__all__ = ["ContainerRule", "SiteRule", "container_rules", "site_rule"]
