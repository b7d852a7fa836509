"""What a signed URL says, part by part; nothing here does I/O."""
