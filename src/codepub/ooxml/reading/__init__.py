"""What a Word file says, letter by letter: who put in and took out what, what anchors stand around it, what it looks like.

The file is hostile until shown otherwise. What tags and bookmarks mean is not known here.
"""
