"""What apps above may want to know of check-ins."""

from django.dispatch import Signal

# Phones have brought contacts, in the transaction that wrote them. ``contacts``: the rows.
contacts_brought = Signal()
# The office has written one down, in the transaction that did. ``contacts``: that row.
contact_written = Signal()
