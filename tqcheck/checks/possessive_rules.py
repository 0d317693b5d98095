"""What the rules on possessives say of themselves."""

from __future__ import annotations

from tqcheck.checks.base import RuleInfo
from tqcheck.report import Severity

_CATEGORY = "pronoun"

BODY = RuleInfo(
    "possessives/body",
    _CATEGORY,
    Severity.WARNING,
    "“His” or “her” for a country, a government, a company, a party or a team.",
    "French, Spanish and Italian possessives have no gender of the owner, so the translator has to guess; a body takes "
    "“its” in English.",
    bad=(
        "The company has doubled his turnover in three years.",
        "Norway will keep her borders open to lorries.",
        "The Japanese delegation repeated his proposals on fishing rights.",
        "The federation, which had sent his delegates, wants a second vote.",
        "The council and his members voted against the plan.",
        "The bank closed for the day. His shareholders meet in May.",
        "The ambassador said that the missiles near the frontier were an answer to the presence of his southern "
        "neighbours.",
    ),
    good=(
        "The company has doubled its turnover in three years.",
        "The minister said the company would publish his results, and the party chose his successor.",
        "The court rejected his appeal. The bank named her as its head.",
        "Mr Dale left the firm in May. The company sold his shares.",
        "Anna Lind and her team won. The club gave her a new contract.",
        "The king and his army crossed the river; the general moved his troops.",
        "The government told her to leave the country.",
        "Marie Duval founded the company with her brother.",
        "In his speech, the president said the country must keep his word.",
        "The ship and her crew were lost.",
        "Mr Dale hates the council, which has closed his offices.",
        "Her Majesty’s government and His Holiness agree.",
    ),
    languages=("en",),
)

PERSON = RuleInfo(
    "possessives/gender",
    _CATEGORY,
    Severity.WARNING,
    "“His” for the only person spoken of, who is a woman, or “her” for a man.",
    "The possessive of the original says nothing of the owner's gender; the one in the translation is a guess.",
    bad=(
        "“We lost everything,” said Julie Brenner, 52. His bakery burned down on Friday.",
        "Only Mr Holm was pleased. Her car will now be sold.",
    ),
    good=(
        "“We lost everything,” said Julie Brenner, 52. Her bakery burned down on Friday.",
        "Julie Brenner was there with Paul Marsh. His bakery burned down.",
        "Julie Brenner married in June. His Holiness sent a card.",
        "A doctor came to see Julie Brenner. His bill was high.",
        "Julie Brenner, 52, met nobody. He was late. His train was late too.",
    ),
    languages=("en",),
)
