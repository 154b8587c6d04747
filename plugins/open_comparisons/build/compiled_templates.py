"""Templates as Jinja has compiled them, kept between builds: to compile all of them takes about a second."""

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from open_comparisons.tools.store import Store

KIND = "templates"


class CompiledTemplates(BytecodeCache):
    """Compiled templates in a store, by name, source and the options they were compiled with."""

    def __init__(self, store: Store, options: str) -> None:
        self._store = store
        self._options = options

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja the compiled template, where there is one."""
        compiled = self._store.read(KIND, self._parts(bucket))
        if isinstance(compiled, bytes):
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that Jinja has compiled."""
        self._store.keep(KIND, self._parts(bucket), bucket.bytecode_to_string())

    def _parts(self, bucket: Bucket) -> tuple[str, str, str]:
        return self._options, bucket.key, bucket.checksum
