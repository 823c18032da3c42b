"""Question and answer in turn over TCP, from the wording of Lab 07-01 and 07-02.

talk.py server NAME                 hears first
talk.py client PORT NAME            speaks first
Each line of standard input is one send: date, author and text. `exit` ends it.
"""
import socket
import sys
from datetime import datetime


def speak(s, name):
    line = sys.stdin.readline().rstrip("\n") or "exit"
    if line == "exit":
        s.sendall(b"exit")
        return False
    s.sendall("{:%Y-%m-%d %H:%M:%S} {}: {}".format(datetime.now(), name, line).encode())
    return True


def hear(s):
    data = s.recv(4096)
    print("end" if not data else data.decode(), flush=True)
    return data not in (b"", b"exit")


s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
if sys.argv[1] == "server":
    s.bind(("127.0.0.1", 0))
    s.listen(1)
    print("listening on", s.getsockname()[1], flush=True)
    peer, address = s.accept()
    while hear(peer) and speak(peer, sys.argv[2]):
        pass
else:
    s.connect(("127.0.0.1", int(sys.argv[2])))
    while speak(s, sys.argv[3]) and hear(s):
        pass
