"""Everything Flower at the site: tunnel end, SuperNode, gate."""
