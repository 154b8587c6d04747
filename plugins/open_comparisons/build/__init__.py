"""Building a site: loading, writing, the search index and the offline checker."""
