"""One step of a conversation: what was said and what was being talked about -> a reply and what is talked about now."""

from dataclasses import dataclass

from dialogs.guidance import Guide
from dialogs.messages import Kind, Reply
from knowledge.library import Library
from knowledge.understanding.context import NOTHING_SAID, Context, ask_of_topic
from knowledge.understanding.reader import Reader, Understood

WHOLE = "#all"  # after a topic id in a choice: everything about it, not only what fits a phone


@dataclass(frozen=True)
class Turn:
    """A reply, the context that the next message is read in, and how the message was read."""

    reply: Reply
    context: Context
    understood: Understood


class Coach:
    """Answers messages. Holds nothing between them: the context comes in and goes out."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._reader = Reader(library)
        self._guide = Guide(library)

    def say(self, text: str, context: Context = NOTHING_SAID) -> Turn:
        """Answer a message; the value of a choice counts as having chosen it."""
        topic = text.removesuffix(WHOLE)
        if topic in self.library:
            return self._chosen(topic, whole=text.endswith(WHOLE))
        understood = self._reader.read(text, context)
        question = tuple(token.text for token in understood.parsed.tokens) if understood.parsed else ()
        reply = self._guide.reply(understood, question)
        return Turn(reply, self._after(reply, understood, context), understood)

    def _chosen(self, topic: str, *, whole: bool) -> Turn:
        kind: Kind = "action" if topic.startswith("do/") else "answer"
        understood = Understood(kind, (topic,), ask=ask_of_topic(topic), reason="chosen")
        reply = self._guide.whole(topic) if whole else self._guide.reply(understood)
        return Turn(reply, self._after(reply, understood, Context()), understood)

    def _after(self, reply: Reply, understood: Understood, before: Context) -> Context:
        """A refusal or an action leaves the subject as it was."""
        if reply.kind == "clarify":
            return Context(before.topics, understood.ask if understood.ask.named else before.ask, reply.topics)
        if reply.kind != "answer":
            return before
        listed = self._listed(reply.topics, understood)
        return Context(reply.topics, understood.ask, listed or before.listed)

    def _listed(self, topics: tuple[str, ...], understood: Understood) -> tuple[str, ...]:
        """What "the first one" may point to: several topics shown, or the list that one topic is about."""
        if len(topics) > 1:
            return topics
        editions = understood.ask.editions
        if topics == ("about/values",) and len(editions) == 1:
            places = ((value, editions[0], "definition", None) for value in self.library.vocabulary.values)
            return tuple(self.library.framework[place] for place in places if place in self.library.framework)
        return self.library.entries[topics[0]].lists
