"""The style page: every component of the readers' pages in all its states, by the site's own templates."""
