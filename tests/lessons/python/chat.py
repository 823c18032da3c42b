"""The chat of exercises 3.6 to 3.8: a list of addresses, a list of sockets.

chat.py udp-server | tcp-server
chat.py udp-client PORT | tcp-client PORT     keyboard and socket by select
"""
import os
import select
import socket
import sys

kind = socket.SOCK_DGRAM if sys.argv[1].startswith("udp") else socket.SOCK_STREAM
s = socket.socket(socket.AF_INET, kind)
if sys.argv[1] == "udp-server":
    s.bind(("127.0.0.1", 0))
    print("listening on", s.getsockname()[1], flush=True)
    addresses = []
    while True:
        data, address = s.recvfrom(4096)
        if address not in addresses:
            addresses.append(address)
        for each in addresses:
            s.sendto(data.upper(), each)
elif sys.argv[1] == "tcp-server":
    s.bind(("127.0.0.1", 0))
    s.listen(5)
    print("listening on", s.getsockname()[1], flush=True)
    sockets = []
    while True:
        ready, _, _ = select.select([s] + sockets, [], [])
        for each in ready:
            if each is s:
                sockets.append(s.accept()[0])
                continue
            data = each.recv(4096)
            if not data:
                sockets.remove(each)
                continue
            for other in sockets:
                other.sendall(data.upper())
else:
    s.connect(("127.0.0.1", int(sys.argv[2])))
    print("connected", flush=True)
    sources = [s, 0]
    while True:
        ready, _, _ = select.select(sources, [], [])
        if s in ready:
            data = s.recv(4096)
            if not data:
                break
            print("heard", data.decode(), flush=True)
        elif 0 in ready:
            line = os.read(0, 4096)
            if not line:
                break
            s.send(line.rstrip(b"\n"))
