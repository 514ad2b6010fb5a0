"""The parts of `guide.content.tailor`: from a part of the guide's model to what templates and the handout draw from."""
