using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Tests.Fields;

/// <summary>A valid text for each field that holds one.</summary>
internal static class Samples
{
    public const string Digest = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";

    public static string Get(TextField field) => field.Kind switch
    {
        EmailAddress => "john.doe@example.com",
        Rokt.EventApi.Fields.Digest => Digest,
        PhoneNumber => "3053211654",
        IpAddressText => "172.3.51.182",
        CurrencyCode => "USD",
        DeviceId => "97987bca-ae59-4c7d-94ba-ee4f19ab8c21",
        PlainText => "text",
        _ => throw new InvalidOperationException($"{field.Path} has a kind without a sample."),
    };

    /// <summary>A valid event in which the field has a text, and as little else as can be.</summary>
    public static ConversionEventBuilder With(TextField field, string text)
    {
        ConversionEventBuilder builder = ConversionEvent.CreateBuilder().WithEmail("jane@example.com");
        if (field == ConversionFields.Currency)
        {
            builder.WithAmount(1, "EUR");
        }

        return builder.Set(field, text);
    }
}
