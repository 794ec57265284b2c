using Rokt.EventApi.Cli.Exports;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>Decides whether an order is a sale, by its statuses, its refunds and what kind of row it is.</summary>
internal sealed class OrderJudge(ColumnMap map, FileProfile profile)
{
    /// <param name="rows">The order.</param>
    /// <param name="amount">Its total; null when it has none.</param>
    /// <param name="refunded">How much of it was refunded.</param>
    public Standing Judge(OrderRows rows, decimal? amount, decimal refunded)
    {
        if (!IsSaleKind(rows) || amount < 0)
        {
            return Standing.NotASale;
        }

        Standing worst = Standing.Sale;
        foreach (int column in map.Columns(Field.Status))
        {
            for (int row = 0; row < rows.Count; row++)
            {
                worst = Worse(worst, Classify(Values.CellText.Clean(rows[row][column])));
            }
        }

        if (Classify(rows.Value(map, Field.FulfillmentStatus)) == Standing.Cancelled || !rows.Value(map, Field.CancelledAt).IsEmpty)
        {
            worst = Worse(worst, Standing.Cancelled);
        }

        if (Classify(rows.Value(map, Field.Mode)) == Standing.Test)
        {
            worst = Worse(worst, Standing.Test);
        }

        bool isRefunded = amount > 0 && refunded + RefundedByRows(rows) >= amount;
        return isRefunded ? Worse(worst, Standing.Refunded) : worst;
    }

    private bool IsSaleKind(OrderRows rows)
    {
        ReadOnlySpan<char> kind = rows.Value(map, Field.Kind);
        if (map.Export.SaleKinds.Length == 0)
        {
            return kind.IsEmpty || Classify(kind) != Standing.NotASale;
        }

        ReadOnlySpan<char> impact = rows.Value(map, Field.BalanceImpact);
        if (!impact.IsEmpty && !impact.Equals("Credit", StringComparison.OrdinalIgnoreCase) && !impact.Equals("Haben", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return kind.IsEmpty || (ContainsAny(kind, map.Export.SaleKinds) && !ContainsAny(kind, ["refund", "reversal", "rückzahlung", "fee"]));
    }

    private static bool ContainsAny(ReadOnlySpan<char> text, ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private decimal RefundedByRows(OrderRows rows) =>
        profile.Refunds.Count > 0 && profile.Refunds.TryGetValue(rows.Value(map, Field.TransactionId).ToString(), out decimal refunded) ? refunded : 0;

    private Standing Classify(ReadOnlySpan<char> status) => status.IsEmpty ? Standing.Sale : StatusWords.Classify(status, map.Export.Standings);

    private static Standing Worse(Standing left, Standing right) => left > right ? left : right;
}
