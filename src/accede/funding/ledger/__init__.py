"""The rules of the ledger as data and pure functions: no database, no clock.

``money`` holds amounts in minor units, ``rates`` dated rates, ``book`` moves of money between accounts and what may be
entered, ``earmarks`` what money may pay for, ``cover`` which needs the money meets.
"""
