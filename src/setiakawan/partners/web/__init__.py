"""The doors of partners: their list, a page each, and the forms of those who keep the list."""
