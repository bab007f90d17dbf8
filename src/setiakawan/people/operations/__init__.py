"""The verbs about people; each file one kind of them."""
