"""The pages of needs and supply: each loads through queries, makes one action at most, and draws."""
