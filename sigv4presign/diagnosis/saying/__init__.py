"""What the store's answer says by its code and its words."""
