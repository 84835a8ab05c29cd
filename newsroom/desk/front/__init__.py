"""The desk's pages for the front page: the page by places, a slot's form, the breaking strip, the preview."""
