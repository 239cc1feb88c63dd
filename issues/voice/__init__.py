"""What protects the public form: seals against robots, tracking codes, pictures made anew. Knows no issue."""
