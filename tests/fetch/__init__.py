"""The way out to the network: where it may go, what it sends, and what servers cannot do to it."""
