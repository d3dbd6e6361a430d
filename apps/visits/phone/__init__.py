"""What a phone talks to: bringing check-ins, fetching one's households, the phone itself."""
