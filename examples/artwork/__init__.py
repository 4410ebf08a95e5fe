"""The drawing kit and the scenes behind the pictures of the example articles."""
