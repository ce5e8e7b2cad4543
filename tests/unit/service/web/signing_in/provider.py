"""An OpenID Connect provider that lets in whoever comes, as whom it was told: discovery, the authorization code
flow with PKCE, and who somebody is. What it is asked wrongly it refuses."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "outcome-lab", "a secret of both"


class Provider:
    """Running on a free port; `address` is its issuer, `claims` say who comes."""

    def __init__(self):
        self.claims, self.asked, self.tokens = {}, {}, {}
        provider = self

        class Answers(_Answers):
            of = provider

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.address = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()


class _Answers(BaseHTTPRequestHandler):
    of: Provider

    def do_GET(self):
        path, query = urlsplit(self.path).path, self._read(urlsplit(self.path).query)
        if path == "/.well-known/openid-configuration":
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            known = {f"{name}_endpoint": f"{self.of.address}/{end}" for name, end in ends.items()}
            self._say(200, {"issuer": self.of.address, "jwks_uri": f"{self.of.address}/jwks"} | known)
        elif path == "/authorize" and query["client_id"] == CLIENT and "openid" in query["scope"].split():
            code = secrets.token_urlsafe()
            self.of.asked[code] = query
            back = urlencode({"code": code, "state": query["state"]})
            self._say(302, {}, Location=f"{query['redirect_uri']}?{back}")
        elif path == "/userinfo":
            self._say(200, self.of.tokens[self.headers["Authorization"].removeprefix("Bearer ")])
        else:
            self._say(400, {})

    def do_POST(self):
        said = self._read(self.rfile.read(int(self.headers["Content-Length"])).decode())
        asked = self.of.asked.pop(said["code"], {})
        proof = (
            base64.urlsafe_b64encode(hashlib.sha256(said["code_verifier"].encode()).digest()).decode().rstrip("=")
        )
        right = (said["client_id"], said["client_secret"], said["redirect_uri"], proof)
        if right != (CLIENT, SECRET, asked.get("redirect_uri"), asked.get("code_challenge")):
            self._say(400, {"error": "invalid_grant"})
            return
        token = secrets.token_urlsafe()
        self.of.tokens[token] = dict(self.of.claims)
        about = {"iss": self.of.address, "aud": CLIENT, "iat": time.time(), "exp": time.time() + 60}
        signed = jwt.encode(about | self.of.claims, "k" * 32, "HS256")
        self._say(200, {"access_token": token, "token_type": "Bearer", "id_token": signed})

    def log_message(self, *_):
        """Nothing."""

    def _read(self, text):
        return {name: values[0] for name, values in parse_qs(text).items()}

    def _say(self, status, content, **headers):
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json"} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())
