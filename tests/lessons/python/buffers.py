"""A sender and a receiver with buffers of a size to choose.

buffers.py receiver SIZE            reads until the end and tells how much
buffers.py sender PORT SIZE TOTAL   sends and closes
"""
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
if sys.argv[1] == "receiver":
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, int(sys.argv[2]))
    s.bind(("127.0.0.1", 0))
    s.listen(1)
    print("listening on", s.getsockname()[1], flush=True)
    client, address = s.accept()
    total = 0
    while data := client.recv(int(sys.argv[2])):
        total += len(data)
    print("read", total)
else:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, int(sys.argv[3]))
    s.connect(("127.0.0.1", int(sys.argv[2])))
    s.sendall(b"x" * int(sys.argv[4]))
