"""Where people live: kota, kecamatan, kelurahan, RW and RT, and how they changed.

An area is its code. Areas have periods and successors; every question can be asked as of a date.
Areas are public facts: everybody may read them, officers and kelurahan staff change them.
"""
