#!/bin/sh
# Starts the workspace in a container: makes the archive the first time, looks whether it can be served, serves.
# BIND is a socket for a proxy, or an address such as 0.0.0.0:8000 where the container has a network.
set -eu
umask 077
test -e "$ACCOUNTED_ARCHIVE/archive.toml" || accounted init "$ACCOUNTED_ARCHIVE"
accounted doctor --before-start
exec gunicorn accounted.web.wsgi --workers 2 --threads 4 --bind "${BIND:-unix:/run/accounted/workspace.sock}" \
    --umask 007 --worker-tmp-dir /dev/shm --timeout 120 --graceful-timeout 60 --log-level warning
