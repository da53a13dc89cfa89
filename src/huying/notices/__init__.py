"""What people are told, when, and whether it reached them."""
