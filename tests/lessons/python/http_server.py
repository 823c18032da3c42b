"""Python's own HTTP server, in the given directory, and pages of all kinds.

http_server.py DIRECTORY
/file by length; /chunked in chunks; /moved redirects; /cut and /cut-chunked are
cut short; anything else as Python's own server has it (404 among them).
"""
import functools
import http.server
import sys


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/chunked":
            self.answer(200, [("Transfer-Encoding", "chunked")])
            self.wfile.write(b"5\r\nhello\r\n1;note=x\r\n \r\n5\r\nworld\r\n0\r\n\r\n")
        elif self.path == "/cut-chunked":
            self.answer(200, [("Transfer-Encoding", "chunked")])
            self.wfile.write(b"5\r\nhello\r\nff\r\nwor")
        elif self.path == "/cut":
            self.answer(200, [("Content-Length", "100")])
            self.wfile.write(b"only this")
        elif self.path == "/moved":
            self.answer(301, [("Location", "/file"), ("Content-Length", "0")])
        else:
            super().do_GET()

    def answer(self, status, headers):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True


handler = functools.partial(Handler, directory=sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
print("listening on", server.server_address[1], flush=True)
server.serve_forever()
