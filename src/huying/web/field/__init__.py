"""In the field: today's list, reports, visits and photos where there is little or no signal.

Everything here works online as plain pages; what is kept on a device, and how it comes back, is
said in `today` (out) and `bringing` (in). No place is tracked, no photo is forced, nobody checks in.
"""
