"""What every test has: Hypothesis without a stopwatch, since these machines are shared."""

from hypothesis import settings

settings.register_profile("default", deadline=None, max_examples=200, print_blob=True)
settings.load_profile("default")
