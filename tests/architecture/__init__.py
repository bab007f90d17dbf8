"""What holds for the whole tree, whoever adds to it."""
