"""Photos and papers: looked at by what is in them, made anew without what they give away, encrypted.

A photo knows where it was taken and with which phone; a PDF can carry a program. What is kept is a
clean copy, upright and without any of that; the file that came is never kept and never served. A
copy lies encrypted outside the database under a name made from its content (*digest*).

Here nothing is known about people. A package that keeps a photo of somebody has a row with the
digest, decides who may see it, and only then calls ``serving.file_response``.
"""
