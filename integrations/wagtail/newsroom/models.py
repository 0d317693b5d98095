"""Articles, with every kind of field that holds text, and two kinds of snippets."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.blocks import CharBlock, ListBlock, RawHTMLBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, Page, RevisionMixin, WorkflowMixin
from wagtail.snippets.models import register_snippet


class Quote(StructBlock):
    """Words and who said them."""

    words = TextBlock()
    speaker = CharBlock(required=False)


class ArticlePage(Page):
    """A news article."""

    standfirst = models.CharField(max_length=400, blank=True)
    reference = models.CharField(max_length=40, blank=True, help_text="The number in the archive; not checked.")
    body = StreamField(
        [
            ("heading", CharBlock()),
            ("paragraph", RichTextBlock()),
            ("quote", Quote()),
            ("points", ListBlock(CharBlock())),
            ("box", StreamBlock([("text", RichTextBlock()), ("quote", Quote())])),
            ("html", RawHTMLBlock()),
        ],
        blank=True,
    )

    tqcheck_exclude = ("reference",)
    content_panels = [
        *Page.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("body"),
        InlinePanel("facts", label="Fact"),
        FieldPanel("reference"),
    ]


class Fact(Orderable):
    """A line of the box beside an article."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="facts")
    text = models.CharField(max_length=200)
    panels = [FieldPanel("text")]


@register_snippet
class Notice(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """A notice that is drafted and published."""

    name = models.CharField(max_length=100)
    text = RichTextField()
    panels = [FieldPanel("name"), FieldPanel("text")]

    def __str__(self) -> str:
        return self.name


@register_snippet
class Motto(models.Model):
    """A line that is public as soon as it is saved."""

    text = models.CharField(max_length=200)
    panels = [FieldPanel("text")]

    def __str__(self) -> str:
        return self.text
