"""A force's own documents: read, searched for official sentences, and those kept where every replica finds them."""
