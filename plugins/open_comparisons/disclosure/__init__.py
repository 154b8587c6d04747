"""Disclosure control: what an attacker could derive, and what must be hidden. Standard library only."""
