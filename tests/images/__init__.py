"""Pictures: found, decoded, fitted, stripped of metadata, or refused with a reason."""
