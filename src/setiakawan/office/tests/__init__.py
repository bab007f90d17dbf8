"""The frame is whole, speaks Indonesian, and survives what is missing."""
