"""The rules as pure functions: figures in, figures out; the standard library alone."""
