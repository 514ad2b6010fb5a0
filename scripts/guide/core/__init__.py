"""What every other package builds upon: errors that an operator reads, the project's folders, and locks between processes.

It knows nothing of guides and imports no other package. Import its modules by name: there is no one face.
"""
