"""The funding room."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    """Contributions, the ledger, allocations, rates, requirements and the shortfall."""

    name = "accede.funding"
    label = "funding"

    def ready(self) -> None:
        """Say what becomes of this room's rows when people or organisations are merged, and when the sample is taken out."""
        from accede.accounts.merging import MOVES, register_ways, stays
        from accede.assistance.sample import removing
        from accede.funding import sample

        removing.register(sample.doomed, check=sample.check)

        then = stays("it was done by this account")
        register_ways(
            {
                **{
                    (f"funding.{model}", "created_by"): then
                    for model in ("Contribution", "Allocation", "InKind", "ProgrammeCost")
                },
                ("funding.Allocation", "decided_by"): then, ("funding.Entry", "entered_by"): then,
                ("funding.ExchangeRate", "brought_by"): then, ("funding.PeriodClose", "closed_by"): then,
                ("funding.Contribution", "donor"): MOVES, ("funding.InKind", "donor"): MOVES,
            }
        )  # fmt: skip
