"""Whether the workspace of a container answers: 0 when it does. A locked archive answers, too."""

import http.client
import os
import socket
import sys

BIND = os.environ.get("BIND", "unix:/run/accounted/workspace.sock")
HEADERS = {"Host": "localhost", "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}

is_socket = BIND.startswith("unix:")
connection = http.client.HTTPConnection("localhost", 80 if is_socket else int(BIND.rpartition(":")[2]))
if is_socket:
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(BIND.removeprefix("unix:"))
connection.request("GET", "/account/login/", headers=HEADERS)
sys.exit(connection.getresponse().status >= 500)
