namespace Rokt.EventApi.Cli.Exports;

/// <summary>What the words for an order's status mean, over all systems.</summary>
internal static class StatusWords
{
    private const int LongestWord = 64;

    /// <summary>Returns what a status means; an unknown word is a sale's.</summary>
    /// <param name="status">The status as written.</param>
    /// <param name="special">The words, normalized, that mean something else in this export.</param>
    public static Standing Classify(ReadOnlySpan<char> status, IReadOnlyDictionary<string, Standing> special)
    {
        Span<char> word = stackalloc char[LongestWord];
        int length = 0;
        foreach (char character in status)
        {
            if (char.IsLetterOrDigit(character) && length < word.Length)
            {
                word[length++] = char.ToLowerInvariant(character);
            }
        }

        // WooCommerce writes "wc-completed".
        ReadOnlySpan<char> known = word[..length];
        known = known.StartsWith("wc") ? known[2..] : known;
        if (special.Count > 0)
        {
            foreach ((string name, Standing standing) in special)
            {
                if (known.SequenceEqual(name))
                {
                    return standing;
                }
            }
        }

        return known switch
        {
            "cancelled" or "canceled" or "ordercancelled" or "ordercanceled" or "paymentcancelled" or "paymentcanceled" => Standing.Cancelled,
            "voided" or "void" => Standing.Voided,
            "failed" or "paymentfailed" or "paymentdeclined" or "failure" or "declined" or "denied" or "expired" or "error" or "rejected" => Standing.Failed,
            "incomplete" or "draft" or "checkoutdraft" or "abandoned" => Standing.Incomplete,
            "refunded" or "fullyrefunded" or "refundedinfull" => Standing.Refunded,
            "test" => Standing.Test,
            "pending" or "unpaid" or "authorized" or "authorised" or "onhold" or "pendingpayment" or "awaitingpayment" or "paymentreview"
                or "partiallypaid" or "requirescapture" or "uncaptured" or "suspectedfraud" or "manualverificationrequired" => Standing.Unpaid,
            "refund" or "chargeback" or "payout" or "withdrawal" => Standing.NotASale,
            // By the customer, for fraud; whose cancellation was reversed is a sale again.
            _ when (known.StartsWith("cancelled") || known.StartsWith("canceled")) && !known.EndsWith("reversal") => Standing.Cancelled,
            _ => Standing.Sale,
        };
    }
}
