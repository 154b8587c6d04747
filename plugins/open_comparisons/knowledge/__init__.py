"""What editors write: articles, webinars and the magazine, read from Markdown and checked."""
