"""
Data on its way in: reading, checks, submissions, replies and releases. Standard library only.

The modules, in the order in which a file passes them:

- `parcels`: the two files that a provider sends, in a folder or a zip, as bytes. Nothing is parsed.
- `submissions`: the same two files, read and checked by the terms of their release.
- `letters`: the letter back to the provider about its file.
- `releases`: all submissions of a release, checked together; `release` has the records they become.
- `replies`: the log of each provider's comments on its preview, before the release is published.
- `seals`, `withdrawn`: the checksums of published releases, and the releases that were taken back.
"""
