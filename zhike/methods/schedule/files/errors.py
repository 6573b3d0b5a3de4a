"""What a reader says about a file that it cannot make sense of."""


class Unreadable(ValueError):
    """The file is not what it claims to be; the message is one line and says where and what is wrong."""
