"""The parts of `guide.tailor`: from a part of the guide's model to what templates and the handout draw from."""
