"""The stages joined: what a run does when it is stopped, or when the same input comes again."""
