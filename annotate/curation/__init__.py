"""What becomes of labels in use: how they are used, merged, split, kept from leaving the codebook when it is published;
and the journal, to read and to take back from.

In: a lead's word on a label, a draft. Out: spans moved with it, counts shown before, pages of usage, the journal page.
Never: a span's extent, or a change of a codebook but through the codebook's own actions.
"""
