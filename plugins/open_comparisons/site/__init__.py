"""What every page shares: source, records, outputs, addresses, locales and words."""
