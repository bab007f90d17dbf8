"""Those who help with us: Dinas Sosial, LK3, LKS, Tagana, puskesmas, shelters.

Here only who they are; what they offer and what is referred to them comes later in the story.
"""
