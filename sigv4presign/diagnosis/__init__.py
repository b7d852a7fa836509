"""Why is this signature refused: evidence in, findings out. Nothing here does I/O.

`catalogue` says what is known of each cause; `evidence` holds what is known of one request;
`lints` needs the request alone, `answers` what the store said, `rebuilding` its canonical request,
`repairs` and `searching` the secret. `diagnosing` puts them in order.
"""
