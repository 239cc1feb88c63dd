"""What a reader follows: Atom feeds of new issues and of changes, and a calendar of promises, of any selection."""
