"""The office: the frame around every page, its look and its words, for whoever works at a desk.

It knows how a page, a form, a table and a refusal look, and nothing of what they tell. Packages
bring their own pages and put them into this frame; ``README.md`` beside this file says how.
"""
