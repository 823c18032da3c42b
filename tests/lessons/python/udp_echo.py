"""Upper-case echo over UDP, from the wording of exercises 3.1 and 3.2.

udp_echo.py server                  binds a port of the system's choice
udp_echo.py client PORT             one datagram for each line of standard input
"""
import socket
import sys

if sys.argv[1] == "server":
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    print("listening on", s.getsockname()[1], flush=True)
    while True:
        data, address = s.recvfrom(4096)
        s.sendto(data.upper(), address)
else:
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    for line in sys.stdin.buffer:
        s.sendto(line.rstrip(b"\n"), ("127.0.0.1", int(sys.argv[2])))
        data, address = s.recvfrom(4096)
        sys.stdout.buffer.write(data + b"\n")
        sys.stdout.buffer.flush()
