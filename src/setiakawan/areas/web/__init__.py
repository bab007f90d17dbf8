"""The doors of areas: pages, lists that are pasted or come as a file, and the wizard of a split."""
