"""The pages readers see, a file for each kind."""
