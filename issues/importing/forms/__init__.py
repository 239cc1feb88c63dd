"""Files of any form → the texts in them: sandbox.open_safely is the door. Plain Python: no Django, no database."""
