"""The office's people desk: lists, a person's page, cells, and the forms that change them."""
