"""The server that answers with the length (udp_local), and its client.

udp_local.py server
udp_local.py client PORT
"""
import socket
import sys
from datetime import datetime

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
if sys.argv[1] == "server":
    s.bind(("127.0.0.1", 0))
    print("listening on", s.getsockname()[1], flush=True)
    while True:
        data, address = s.recvfrom(65535)
        print("the client at {} says {!r}".format(address, data.decode("ascii")), flush=True)
        s.sendto("Your data was {} bytes long".format(len(data)).encode("ascii"), address)
else:
    text = "The time is {}".format(datetime.now())
    s.sendto(text.encode("ascii"), ("127.0.0.1", int(sys.argv[2])))
    print("sent", len(text))
    data, address = s.recvfrom(65535)
    print(data.decode("ascii"))
