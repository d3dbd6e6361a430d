"""Check-ins: contacts as phones bring them, what is odd about them, and proposed positions."""
