"""Stories told in a browser, against the running system: web, worker, database."""
