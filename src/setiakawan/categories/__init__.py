"""The words of the law for those who need help and those who can help, and how others count them.

26 kinds of PPKS with their criteria, tags for what people report besides, 12 kinds of PSKS, and the
crossings to 12 PAS, 5 PAS, SPM and ATENSI: versioned rows, asked as of a day, corrected in the office.
Who is of which kind is told later, by ``people`` and ``cases``.
"""
