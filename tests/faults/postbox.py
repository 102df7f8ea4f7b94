"""A mail server for tests: it speaks enough SMTP, keeps what it is given, and can misbehave."""

import email
import email.policy
import socketserver
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Postbox:
    """What the server was given, and how it is to behave.

    refused: {address: its answer to RCPT}, such as "550 Nobody here".
    rejected: {address: its answer to a whole message for this address}.
    hold_at: the number of the message after which it says nothing until `go_on` is set.
    """

    port: int = 0
    messages: list = field(default_factory=list)
    refused: dict = field(default_factory=dict)
    rejected: dict = field(default_factory=dict)
    is_silent: bool = False
    hold_at: int = 0
    holding: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def ids(self):
        return [message["Message-ID"] for message in self.messages]

    def accept(self, recipients, text):
        for address in recipients:
            if address in self.rejected:
                return self.rejected[address]
        message = email.message_from_bytes(text, policy=email.policy.default)
        message.recipients = recipients
        self.messages.append(message)
        if len(self.messages) == self.hold_at:
            self.holding.set()
            self.go_on.wait(30)
        return "250 Kept"


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        with suppress(ConnectionError):
            self.talk(self.server.postbox)

    def talk(self, postbox):
        if postbox.is_silent:
            postbox.go_on.wait(30)
            return
        self.say("220 Postbox")
        recipients = []
        for line in self.rfile:
            command = line.decode().strip()
            word = command[:4].upper()
            if word == "RCPT":
                address = command.partition("<")[2].partition(">")[0]
                answer = postbox.refused.get(address, "250 Known")
                if answer.startswith("2"):
                    recipients.append(address)
                self.say(answer)
            elif word == "DATA":
                self.say("354 Go on")
                self.say(postbox.accept(recipients, self.read_message()))
                recipients = []
            elif word == "QUIT":
                self.say("221 Goodbye")
                return
            else:
                self.say("250 Fine")

    def read_message(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def say(self, answer):
        self.wfile.write(f"{answer}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    postbox: Postbox


@contextmanager
def open_postbox(port=0):
    """A mail server on a free port of this machine, for as long as the block lasts."""
    with Server(("127.0.0.1", port), Conversation) as server:
        postbox = server.postbox = Postbox(port=server.server_address[1])
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield postbox
        finally:
            postbox.go_on.set()
            server.shutdown()
