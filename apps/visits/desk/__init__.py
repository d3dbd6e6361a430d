"""What committees, officers and the office see of contacts: who keeps the rule, what is odd."""
