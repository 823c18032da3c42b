"""The ten-line client and server: name, timestamp and text, one object a line.

json_chat.py server
json_chat.py client PORT NAME
"""
import json
import socket
import sys
import threading
from datetime import datetime, timezone

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
if sys.argv[1] == "server":
    s.bind(("127.0.0.1", 0))
    s.listen(5)
    print("listening on", s.getsockname()[1], flush=True)
    everybody = []

    def serve(client):
        for line in client.makefile("r", encoding="utf-8"):
            frame = json.loads(line)
            now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
            frame["timestamp"] = now.replace("+00:00", "Z")
            for other in everybody:
                other.sendall((json.dumps(frame) + "\n").encode())

    while True:
        client, address = s.accept()
        everybody.append(client)
        threading.Thread(target=serve, args=(client,), daemon=True).start()
else:
    s.connect(("127.0.0.1", int(sys.argv[2])))

    def hear():
        for line in s.makefile("r", encoding="utf-8"):
            frame = json.loads(line)
            print(frame["timestamp"], frame["name"] + ": " + frame["text"], flush=True)

    threading.Thread(target=hear, daemon=True).start()
    for line in sys.stdin:
        frame = {"name": sys.argv[3], "text": line.rstrip("\n")}
        s.sendall((json.dumps(frame) + "\n").encode())
