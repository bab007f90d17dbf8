"""What office templates can say beyond Django's own words."""
