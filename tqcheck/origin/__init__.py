"""Whether a text reads as machine translation, and from which language; `detector` is the door."""
