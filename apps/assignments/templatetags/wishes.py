"""What a button on a plan's page sends besides its own: the key of its wish."""

from uuid import UUID, uuid4

from django import template

register = template.Library()


@register.simple_tag
def wish_key() -> UUID:
    """A new key for each button: two buttons of one page are two wishes (``accounts.keys``)."""
    return uuid4()
