"""The client that trusts anyone, and the forger.

promiscuous.py client PORT          prints its own port, then whatever comes first
promiscuous.py forge PORT TEXT      sends TEXT to 127.0.0.1:PORT
"""
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
if sys.argv[1] == "client":
    s.bind(("127.0.0.1", 0))
    s.sendto(b"anybody?", ("127.0.0.1", int(sys.argv[2])))
    print("i am", s.getsockname()[1], flush=True)
    data, address = s.recvfrom(65535)
    print(data.decode("ascii"), "from", address[1])
else:
    s.sendto(sys.argv[3].encode("ascii"), ("127.0.0.1", int(sys.argv[2])))
