"""Issues on the phone: reported at the gate, and the answer told there, signal or not."""
