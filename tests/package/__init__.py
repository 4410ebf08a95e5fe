"""Articles become a book: order, identity, pages, menus, the archive and its way to the disk."""
