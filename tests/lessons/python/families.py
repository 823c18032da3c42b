"""The same echo in three families.

families.py server unix PATH | inet | inet6
families.py client unix PATH | inet PORT | inet6 PORT
"""
import socket
import sys

family = {"unix": socket.AF_UNIX, "inet": socket.AF_INET, "inet6": socket.AF_INET6}[sys.argv[2]]
s = socket.socket(family, socket.SOCK_STREAM)
local = {"unix": lambda last: last, "inet": lambda last: ("127.0.0.1", int(last)),
         "inet6": lambda last: ("::1", int(last))}[sys.argv[2]]
if sys.argv[1] == "server":
    s.bind(local(sys.argv[3] if len(sys.argv) > 3 else "0"))
    s.listen(1)
    print("listening on", s.getsockname() if sys.argv[2] == "unix" else s.getsockname()[1], flush=True)
    while True:
        client, address = s.accept()
        while data := client.recv(4096):
            client.sendall(data.upper())
else:
    s.connect(local(sys.argv[3]))
    s.sendall(sys.stdin.buffer.readline().rstrip(b"\n"))
    print(s.recv(4096).decode())
