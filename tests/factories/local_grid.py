"""A Flower Grid in one process: every message passes through Flower's serialisation, no socket is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flwr.app import Context, Error, Message, RecordDict
from flwr.common.serde import message_from_proto, message_to_proto
from flwr.proto.node_pb2 import NodeInfo
from flwr.serverapp import Grid
from flwr.supercore.task_identity import TaskIdentity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Answering = Callable[[Message, Context], Message]


def wire(message: Message) -> Message:
    """Return the message as the other end would see it; fails for content that does not serialise."""
    copy = message_from_proto(message_to_proto(message))
    copy.metadata.__dict__["_message_id"] = message.metadata.message_id
    return copy


class LocalGrid(Grid):
    """Delivers messages to functions.

    Args:
        nodes: Node id -> what answers there; ``None`` never answers.
    """

    def __init__(self, nodes: dict[int, Answering | None]) -> None:
        TaskIdentity.task_id = TaskIdentity.run_id = TaskIdentity.node_id = 1
        self.nodes = nodes
        self.offline: set[int] = set()
        self.sent: list[Message] = []
        self._replies: dict[str, Message] = {}

    def set_run(self, run: object) -> None:
        """Accept any run."""

    @property
    def run(self) -> object:
        """Return nothing: the apps under test do not ask."""
        return None

    def create_message(self, *args: object, **kwargs: object) -> Message:
        """Refuse: deprecated in Flower."""
        raise AssertionError

    def get_node_ids(self) -> Iterable[int]:
        """Return the nodes online."""
        return [node for node in self.nodes if node not in self.offline]

    def get_nodes(self) -> Iterable[NodeInfo]:
        """Return the nodes online."""
        return [NodeInfo(node_id=node) for node in self.get_node_ids()]

    def push_messages(self, messages: Iterable[Message]) -> Iterable[str]:
        """Deliver messages at once and keep the replies."""
        return [self._deliver(message) for message in messages]

    def pull_messages(self, message_ids: Iterable[str]) -> Iterable[Message]:
        """Return the replies that have come."""
        return [self._replies.pop(key) for key in list(message_ids) if key in self._replies]

    def send_and_receive(
        self, messages: Iterable[Message], *, timeout: float | None = None
    ) -> Iterable[Message]:
        """Deliver messages and return their replies."""
        return self.pull_messages(self.push_messages(messages))

    def _deliver(self, message: Message) -> str:
        message.metadata.__dict__["_message_id"] = message.object_id
        message.metadata.__dict__["_run_id"] = 1
        self.sent.append(message)
        node = message.metadata.dst_node_id
        answer = self.nodes.get(node)
        if answer is not None and node not in self.offline:
            context = Context(run_id=1, node_id=node, node_config={}, state=RecordDict(), run_config={})
            try:
                reply = wire(answer(wire(message), context))
            except Exception as error:  # noqa: BLE001 - as Flower does, with the text that must not cross
                reply = Message(Error(code=2, reason=str(error)), reply_to=message)
            self._replies[message.metadata.message_id] = reply
        return str(message.metadata.message_id)
