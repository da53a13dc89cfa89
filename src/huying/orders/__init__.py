"""One intake for every channel, and one life for every order from word to judgement."""
