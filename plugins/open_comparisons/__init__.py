"""Open comparisons of outcomes in social care, as a Pelican plugin."""

__version__ = "0.9.0"


def register() -> None:
    """
    Connect the plugin to Pelican.

    The import waits until Pelican asks, so that the offline checker can use the package without Pelican.
    """
    from open_comparisons import plugin

    plugin.register()
