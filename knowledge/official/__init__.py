"""Official sentences in a force's own documents: found by fingerprint, chosen for an answer, known when pasted."""
