"""What a citizen sees: one module for each kind of page. Everything starts at Issue.objects.public()."""
