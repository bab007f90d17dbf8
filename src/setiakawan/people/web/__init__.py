"""The pages about people: load, one call, answer."""
