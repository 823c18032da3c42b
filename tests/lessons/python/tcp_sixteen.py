"""Sixteen octets, read in full (tcp_exemplo).

tcp_sixteen.py server
tcp_sixteen.py client PORT
"""
import socket
import sys


def recvall(s, length):
    data = b""
    while len(data) < length:
        more = s.recv(length - len(data))
        if not more:
            raise EOFError("expected {} bytes, only {} came".format(length, len(data)))
        data += more
    return data


s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
if sys.argv[1] == "server":
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", 0))
    s.listen(1)
    print("listening on", s.getsockname()[1], flush=True)
    while True:
        client, address = s.accept()
        print("message", repr(recvall(client, 16)), flush=True)
        client.sendall(b"Recebi, cliente!")
        client.close()
else:
    s.connect(("127.0.0.1", int(sys.argv[2])))
    s.sendall(b"Enviei, servidor")
    print("reply", repr(recvall(s, 16)))
    print("then", repr(s.recv(1)))
