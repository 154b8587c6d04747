"""The parser of commands in either language: argparse speaks English, in its help as in what it says of a mistake."""

import argparse
import re
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any, Final, NoReturn

from open_comparisons.cli.exit_codes import USAGE
from open_comparisons.messages import LANGUAGES, say

_GROUPS: Final = {"positional arguments": "arguments", "options": "options"}
"""What argparse calls its groups, and the key of our own title below `command.help`."""
_MISTAKES: Final = (
    ("missing", r"the following arguments are required: (?P<names>.*)"),
    ("unknown", r"unrecognized arguments: (?P<names>.*)"),
    ("choice", r"argument (?P<name>.+?): invalid choice: (?P<given>.+?) \(choose from (?P<known>.*)\)"),
    ("one-of", r"one of the arguments (?P<names>.*) is required"),
    ("ambiguous", r"ambiguous option: (?P<given>.+?) could match (?P<known>.*)"),
    ("no-argument", r"argument (?P<name>.+?): ignored explicit argument (?P<given>.*)"),
    ("no-value", r"argument (?P<name>.+?): expected .*arguments?"),
    ("no-choice", r"argument (?P<name>.+?): not allowed with argument (?P<other>.*)"),
    ("value", r"argument (?P<name>.+?): invalid \S+ value: (?P<given>.*)"),
    ("own", r"argument (?P<name>.+?): (?P<key>errors\.\S+) (?P<given>.*)"),
    ("other", r"(?P<said>.*)"),
)
"""Keys below `command.mistake`, and what argparse says: the first that fits is put into our own words."""


class CommandFormatter(argparse.HelpFormatter):
    """The help of a command in one language."""

    def __init__(self, prog: str, lang: str = LANGUAGES[0]) -> None:
        super().__init__(prog)
        self._lang = lang

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Any,  # noqa: ANN401 - its type has no public name
        prefix: str | None = None,
    ) -> None:
        """Begin the line on usage in the reader's language."""
        ours = f"{say(self._lang, 'command.help.usage')}: " if prefix is None else prefix
        super().add_usage(usage, actions, groups, ours)


class CommandParser(argparse.ArgumentParser):
    """
    A parser of commands.

    Args:
        lang: The language of its help and of what it says.
        options: As for `argparse.ArgumentParser`.
    """

    def __init__(self, *, lang: str = LANGUAGES[0], **options: Any) -> None:  # noqa: ANN401
        self.lang = lang
        super().__init__(add_help=False, formatter_class=partial(CommandFormatter, lang=lang), **options)
        self.add_argument("-h", "--help", action="help", help=self.say("help.help"))

    def say(self, key: str, **values: object) -> str:
        """The text with a key below `command`, in the language of the parser."""
        return say(self.lang, f"command.{key}", **values)

    def add_argument_group(self, title: str | None = None, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        """Add a group; those that argparse makes itself are titled in the parser's language."""
        titled = self.say(f"help.{_GROUPS[title]}") if title in _GROUPS else title
        return super().add_argument_group(titled, *args, **options)

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong with the arguments, and how the command is used."""
        self.print_usage(sys.stderr)
        key, found = next(
            (key, found) for key, pattern in _MISTAKES if (found := re.fullmatch(pattern, message, re.DOTALL))
        )
        parts = found.groupdict()
        if key == "own":
            parts["said"] = say(self.lang, parts.pop("key"), given=parts["given"])
        self.exit(USAGE, f"{self.prog}: {self.say(f'mistake.{key}', **parts)}\n")
