"""What the desk shows of the publication: one file a noun, and the first screen."""
