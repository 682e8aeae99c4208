"""PyYAML's parser in Python, for the rare build of PyYAML without libyaml: the same events, more slowly."""

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner


class SlowParser(Reader, Scanner, Parser):
    """Reader, scanner and parser in one, as PyYAML's loaders put them together."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
