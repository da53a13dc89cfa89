"""The views of duty, each short: load, bind, one action, render."""
