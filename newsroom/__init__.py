"""The publication: settings, addresses, front page, policies and health."""
