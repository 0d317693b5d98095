"""The check inside Wagtail: a panel in the editor, and a guard before anything is published."""
