"""`manage.py demo`: make the site where there is none, say how to get in, and start it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    """Makes and starts the demo site."""

    help = "Make the demo site where there is none, and start it."

    def add_arguments(self, parser: CommandParser) -> None:
        """The port."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-start", action="store_true", help="Only make the site.")

    def handle(self, *args: Any, port: int, no_start: bool, **options: Any) -> None:
        """Make, tell, start."""
        from newsroom.content import PASSWORD, fill
        from newsroom.models import ArticlePage

        settings.DATA.mkdir(parents=True, exist_ok=True)
        self.stdout.write("Making the site; the first time takes a minute.")
        call_command("migrate", verbosity=0, interactive=False)
        if not ArticlePage.objects.exists():
            fill()
        self.stdout.write(
            f"\n  http://127.0.0.1:{port}/admin/\n"
            f"  names: editor, chief (may override the check), admin; password of each: {PASSWORD}\n"
        )
        if not no_start:
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)
