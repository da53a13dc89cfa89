"""The design system: components, words for times, one stylesheet per audience, and /ui-kit/.

Knows how things are said and shown; knows no domain, reads no database and no clock.
"""
