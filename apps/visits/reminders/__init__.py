"""What a user is reminded of: on the page, by e-mail and in a calendar. Only numbers and days."""
