// Who is in this story now, and handing it over.
