"""Posts, videos and sounds of others in our stories: whose, how they are known, how they are asked about."""
