"""Planning: calendar, board, and moving a plan. Each works without JavaScript and without drag."""
