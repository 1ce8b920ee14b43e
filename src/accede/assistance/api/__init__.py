"""The machine-readable interface to the records of assistance, under ``/api/v1/``: the same table of rights as the pages.

Whoever asks shows a key (``Authorization: Bearer acc_…``) or has a session of the browser. A record that one may not know of is
404, a deed that one may not do 403, and fields that one may not see are left out and their groups named under ``withheld``.
"""
