"""Addresses of the accounts room: pages, which have a language, and data, which have none."""

from accede.accounts.urls import account, people, rights

pages = [*account.pages, *people.pages, *rights.pages]

data = [*account.data, *people.data, *rights.data]
