"""The page cache: a WSGI callable in front of Django that answers readers from this process's memory.

`front.PageCache` answers; `wanted.Wanted` says which requests may be answered so and under which key;
`page.Page` is one answer in its encodings; `shelf.Shelf` keeps pages within a number of bytes; `watcher`
lets the ledger (`articles.ledger`) know of changes at once. A page is kept only when its view said what
it was made from, and never longer than it is true.
"""
