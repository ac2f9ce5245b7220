"""What a Word file says, letter by letter: who put in and took out what, its anchors, its looks, its comments.

The file is hostile until shown otherwise. What tags and bookmarks mean is not known here.
"""
