"""How a publication looks like itself: its logo, its two colours and its faces, without touching code."""
