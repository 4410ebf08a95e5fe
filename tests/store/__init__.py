"""What a run keeps on disk comes back as it was."""
