"""How far people agree: the numbers of `annotate.agreement` of a project's sets, kept, shown, led back to passages.

In: handed-in sets that somebody may see, and what they ask (a label, a pair, an article …). Out: numbers with their
intervals and reasons, pictures of them, the passages behind them; how far the counting is.
Never: a set that is not independent work, a number to somebody who may not see all it was counted of, a formula.

What is kept (tallies, reports) is derived: it may be dropped at any time, no archive carries it, and it is kept beside
a stamp of what it was counted of, so that a change counts its article again and no other.
"""
