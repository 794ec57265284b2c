namespace Rokt.EventApi.Cli.Orders;

/// <summary>The signals by which Rokt can match a conversion to a customer.</summary>
internal static class MatchSignals
{
    /// <summary>The number of signals there are.</summary>
    public const int All = 7;

    /// <summary>Counts the signals of a conversion: e-mail address, phone number, first and last name, IP address, postal code, click id.</summary>
    public static int Count(ConversionEvent conversion) =>
        One(conversion.Email ?? conversion.HashedEmail)
        + One(conversion.Mobile ?? conversion.MobileSha256)
        + One(conversion.FirstName ?? conversion.FirstNameSha256)
        + One(conversion.LastName ?? conversion.LastNameSha256)
        + One(conversion.IpAddress ?? conversion.BatchIpAddress)
        + One(conversion.BillingZipCode ?? conversion.BillingZipSha256)
        + One(conversion.ClickId);

    private static int One(string? value) => value is null ? 0 : 1;
}
