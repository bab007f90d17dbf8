"""Setiakawan: neighbours in need are found, listened to and helped, and nobody is exposed by it."""
