"""Following by mail: who asked for it, what changed, and the sending. Changes no issue."""
