"""General tools that know nothing of the project: a store of results, parallel processes, and swapping of folders."""
