"""What reviewers decide of handed-in spans; what stands of it is gold.

In: handed-in sets. Out: decisions, gold, settled articles; the review pages.
Never: a change of an analyst's span.
"""
