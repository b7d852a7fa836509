"""`sigv4presign.arrow` in the engines that it is for; `make dataframes` runs it."""
