"""The doors of categories: lists and pages to read, forms for those who keep them, files to take along."""
