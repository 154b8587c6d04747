"""The audit: the attack on everything published, carried to the end with linear and whole-number programs."""
