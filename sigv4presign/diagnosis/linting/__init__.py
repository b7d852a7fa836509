"""What a request betrays by itself, a small module for each family of causes."""
