"""Carriers a test can look into: they keep what they were given, or refuse it."""

from dataclasses import dataclass, field

from huying.notices.models import Notice
from huying.notices.senders import NotSent, Sender


@dataclass
class Kept:
    """Keeps every text; refuses the first `refuses` of them."""

    refuses: int = 0
    final: bool = False
    texts: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, to: str, text: str, *, key: str) -> str:
        """Keep it, or say why not."""
        if self.refuses:
            self.refuses -= 1
            raise NotSent("the carrier is down", final=self.final)
        self.texts.append((to, text, key))
        return f"carrier-{len(self.texts)}"

    def __call__(self, notice: Notice) -> Sender:
        """As `send_due` asks for it."""
        return self
