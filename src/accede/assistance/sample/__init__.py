"""The sample programme: placeholder States, made-up organisations and people, three years of help. One command adds it, one
takes it out.

``people`` makes organisations and accounts, ``cycle`` lets them live the cycle through the functions that pages call,
``courses`` fills it up, ``loading`` does all of it in one transaction, and ``removing`` undoes it.
"""
