"""Reference data that travels with the package; README.md names sources and licences."""
