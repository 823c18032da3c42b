"""Upper-case echo over TCP, from the wording of exercises 3.4 and 3.5.

tcp_echo.py server                  one client after the other
tcp_echo.py threads                 a thread for each client
tcp_echo.py client PORT             sends each line without its end, reads once
"""
import socket
import sys
import threading


def serve(client):
    while True:
        data = client.recv(4096)
        if not data:
            break
        client.sendall(data.upper())
    client.close()


if sys.argv[1] in ("server", "threads"):
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.bind(("127.0.0.1", 0))
    s.listen(50)
    print("listening on", s.getsockname()[1], flush=True)
    while True:
        client, address = s.accept()
        if sys.argv[1] == "server":
            serve(client)
        else:
            threading.Thread(target=serve, args=(client,), daemon=True).start()
else:
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.connect(("127.0.0.1", int(sys.argv[2])))
    for line in sys.stdin.buffer:
        s.sendall(line.rstrip(b"\n"))
        data = s.recv(4096)
        sys.stdout.buffer.write(data + b"\n")
        sys.stdout.buffer.flush()
