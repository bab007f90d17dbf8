"""How gunicorn serves the pages; started by ``setiakawan serve``, read from the environment."""

import os

from setiakawan.cli.lifeline import leave_with_parent

bind = os.environ["SETIAKAWAN_BIND"]
wsgi_app = "setiakawan.project.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get("SETIAKAWAN_WEB_PROCESSES", "2"))
threads = int(os.environ.get("SETIAKAWAN_WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
keepalive = 5
control_socket_disable = True
loglevel = "warning"
proc_name = "setiakawan-web"
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
# Behind nginx on the same machine; nobody else's word about the address of a visitor counts.
forwarded_allow_ips = os.environ.get("SETIAKAWAN_PROXIES", "127.0.0.1,::1")
certfile = os.environ.get("SETIAKAWAN_TLS_CERTIFICATE")
keyfile = os.environ.get("SETIAKAWAN_TLS_KEY")


def when_ready(server: object) -> None:
    """Leave when the process that started the web is gone."""
    leave_with_parent()
