"""Gunicorn: two processes with threads suit a small machine; every value can be set outside."""

import os
from pathlib import Path

bind = os.environ.get("GANDAN_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("GANDAN_WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("GANDAN_WEB_THREADS", "4"))
# A large export may take a while; the import runs outside the web process.
timeout = 60
graceful_timeout = 15
# Recycled now and then, not both at once, so that a slow leak cannot grow for months.
max_requests = 2000
max_requests_jitter = 200
# Heartbeats on a slow disk would freeze a worker; memory does not.
MEMORY_DISK = "/dev/shm"  # noqa: S108 - holds empty heartbeat files that gunicorn names itself
worker_tmp_dir = MEMORY_DISK if Path(MEMORY_DISK).is_dir() else None
# Load the site once, before the processes part: faster start, shared memory.
preload_app = True
accesslog = "-" if os.environ.get("GANDAN_ACCESS_LOG") == "1" else None
# The path without the query, and no referrer: a list that was searched names people in both.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
# Nobody manages it over a socket, and a container's user has no home to put one in.
control_socket_disable = True
