"""Collect the sentences to translate for `make messages`."""

from pathlib import Path

from django.core.management.commands import makemessages

# Headers that change with every run and say nothing that the history does not say.
CHANGING = ("Report-Msgid-Bugs-To", "POT-Creation-Date")


class Command(makemessages.Command):
    """Django's command; it also finds what the code marks with `lazy`, and writes no dates."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=lazy"]

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Write the catalog of one language, without the headers that change with every run."""
        super().write_po_file(potfile, locale)
        for path in self.locale_paths:
            file = Path(path) / locale / "LC_MESSAGES" / f"{self.domain}.po"
            lines = file.read_text().splitlines(keepends=True)
            kept_lines = [line for line in lines if not line.lstrip('"').startswith(CHANGING)]
            file.write_text("".join(kept_lines))
