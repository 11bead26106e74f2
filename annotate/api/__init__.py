"""The REST API: the same rules, queries and actions as the pages, in JSON.

In: requests with a token. Out: JSON, NDJSON, problems (RFC 9457), the OpenAPI description.
Never: a rule of its own, a query that goes round `visible_sets`, a session.
"""
