"""The household desk: one household's page, its story, and the forms that change it."""
