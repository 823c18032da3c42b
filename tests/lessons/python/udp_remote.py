"""Half of the requests are dropped (udp_remote); the client doubles its wait.

udp_remote.py server SEED
udp_remote.py client PORT
"""
import random
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
if sys.argv[1] == "server":
    random.seed(int(sys.argv[2]))
    s.bind(("127.0.0.1", 0))
    print("listening on", s.getsockname()[1], flush=True)
    while True:
        data, address = s.recvfrom(65535)
        if random.random() < 0.5:
            print("pretending to drop", len(data), flush=True)
            continue
        s.sendto("Your data was {} bytes long".format(len(data)).encode("ascii"), address)
else:
    s.connect(("127.0.0.1", int(sys.argv[2])))
    data = b"This is another message: fifty-three bytes of ASCII!!"
    delay = 0.1
    while True:
        s.send(data)
        print("waiting up to", delay, flush=True)
        s.settimeout(delay)
        try:
            reply = s.recv(65535)
        except socket.timeout:
            delay *= 2
            if delay > 2.0:
                raise RuntimeError("I think the server is down")
        else:
            break
    print(reply.decode("ascii"))
