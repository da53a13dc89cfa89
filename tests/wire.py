"""A wire between a browser and a server that can be cut, mended, and lose answers on the way.

What a browser is told by an emulator is not what it meets in a stairwell: here connections are
really refused, and an answer is really lost after the server has done the work.
"""

import socket
import threading
from contextlib import suppress

A_BIT = 65_536
SENDS = (b"POST /desk/field/send", b"POST /desk/field/check-in/send")


class Wire:
    """Listens at `url` and passes everything on to a port of this machine."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._whole = True
        self._guard = threading.Lock()
        self._open: set[socket.socket] = set()
        self.sends = 0
        self.to_lose = 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._answer, daemon=True).start()

    def cut(self) -> None:
        """From now on nothing gets through, and what is open breaks."""
        self._whole = False
        with self._guard:
            ends, self._open = self._open, set()
        for end in ends:
            self._close(end)

    def mend(self) -> None:
        """From now on everything gets through again."""
        self._whole = True

    def lose(self, answers: int) -> None:
        """Of the next records that are sent, lose this many answers."""
        self.to_lose = answers

    def close(self) -> None:
        """No more of it."""
        self.cut()
        self._close(self._door)

    def _answer(self) -> None:
        while True:
            try:
                near, _address = self._door.accept()
            except OSError:
                return
            if not self._whole:
                self._close(near)
                continue
            threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        far = socket.create_connection(("127.0.0.1", self._port))
        with self._guard:
            self._open |= {near, far}
        lost = threading.Event()
        back = threading.Thread(target=self._back, args=(far, near, lost), daemon=True)
        back.start()
        with suppress(OSError):
            while said := near.recv(A_BIT):
                if said.startswith(SENDS):
                    self._count(lost)
                far.sendall(said)
        back.join(0.1)
        self._close(near)
        self._close(far)

    def _count(self, lost: threading.Event) -> None:
        with self._guard:
            self.sends += 1
            if self.to_lose:
                self.to_lose -= 1
                lost.set()

    def _back(self, far: socket.socket, near: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while said := far.recv(A_BIT):
                if lost.is_set():
                    break
                near.sendall(said)
        self._close(near)

    @staticmethod
    def _close(end: socket.socket) -> None:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
