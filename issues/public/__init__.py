"""An issue as anybody may see it: masked words, lines, flat records and the forms in which they leave. No address."""
