"""The provider's tool in the browser: what each of its steps says, as records that become JSON."""
