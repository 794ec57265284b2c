using Rokt.EventApi.Cli.Orders;

namespace Rokt.EventApi.Cli.Sending;

/// <summary>An order whose fate is known, on its way to the journal.</summary>
internal sealed record SentOrder(FileOrder Order, RowState State, IReadOnlyList<RowViolation> Violations, int Retries);
