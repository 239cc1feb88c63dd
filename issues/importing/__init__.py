"""Files and rows → pages → issues: the only code that sees both reading and models."""
