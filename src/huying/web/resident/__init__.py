"""Pages for residents: say what is wrong, follow it, judge it. No account, no script needed."""
