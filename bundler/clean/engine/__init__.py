"""The engine for pages that no rule knows: two foreign engines and a plain one of our own, chosen between per page.

find              the whole of it
size              which pages are too large for foreign engines
segments, marking   the page as a row of texts, and a marked copy of it for the engines
engines, prose      what each candidate keeps of the row
fill, choose        the region's details, and the choice
trim, pictures      what clings to the edges, and the pictures by their place
cut                 the page's one tree without the rest

The package itself imports none of them: a run whose pages a rule recognises loads only `names` and `size`.
"""
