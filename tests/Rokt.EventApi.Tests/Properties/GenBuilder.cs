using CsCheck;

namespace Rokt.EventApi.Tests.Properties;

/// <summary>Builders on which random methods were called with random arguments, good and bad.</summary>
internal static class GenBuilder
{
    /// <summary>Stands in many values, and in no name: what it is found in has quoted a value.</summary>
    public const char Mark = '¤';

    private static readonly Gen<string> Text = Gen.Frequency(
        (3, Gen.String[1, 20].Select(text => Mark + text)),
        (3, Gen.String.AlphaNumeric.Select(text => $"{Mark}{text}")),
        (1, Gen.OneOf("", " ", "\t", "\0", "\"<&>\\\u2028", "\U0001F600", "İıſ", "\uD83D", " ¤ ", new string('a', 64), new string('A', 32))),
        (1, Gen.OneOf(255, 256, 257, 512, 513, 4095, 4096, 4097).Select(length => new string(Mark, length))));

    private static readonly Gen<string> Name = Gen.Frequency(
        (5, Gen.String.AlphaNumeric),
        (1, Gen.String),
        (1, Gen.OneOf("amount", "Amount", "FIRSTNAME", "sku", "", " ", "note")),
        (1, Gen.OneOf(256, 257).Select(length => new string('n', length))));

    private static readonly Gen<decimal> Number = Gen.Frequency(
        (1, Gen.OneOf(0m, 100.00m, -1m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m)),
        (3, Gen.Decimal));

    private static readonly Gen<AttributeValue> Value = Gen.Frequency(
        (3, Text.Select(text => (AttributeValue)text)),
        (2, Number.Select(number => (AttributeValue)number)),
        (1, Gen.Bool.Select(boolean => (AttributeValue)boolean)),
        (1, Text.Array[0, 5].Select(texts => AttributeValue.List(texts))));

    private static readonly Gen<Action<ConversionEventBuilder>> Call = Gen.OneOf(
        Apply(Gen.OneOf(Text, Text.Select(text => $"{text}@example.com")), (builder, text) => builder.WithEmail(text)),
        Apply(Text, (builder, text) => builder.WithHashedEmail(text)),
        Apply(Text, (builder, text) => builder.WithSha256OfEmail(text)),
        Apply(Text, (builder, text) => builder.WithCustomerId(text)),
        Apply(Text, (builder, text) => builder.WithClickId(text)),
        Apply(Text, (builder, text) => builder.WithFirstName(text)),
        Apply(Text, (builder, text) => builder.WithSha256OfLastName(text)),
        Apply(Gen.OneOf(Text, Gen.String["0123456789 +-()."]), (builder, text) => builder.WithMobile(text)),
        Apply(Gen.OneOf(Text, Gen.OneOf("172.3.51.182", "::1", "1.2.3", "::g")), (builder, text) => builder.WithIpAddress(text).WithBatchIpAddress(text)),
        Apply(Gen.Date, (builder, date) => builder.WithDateOfBirth(DateOnly.FromDateTime(date))),
        Apply(Gen.OneOf(Gender.Female, Gender.Male, (Gender)5), (builder, gender) => builder.WithGender(gender)),
        Apply(Gen.Select(Name, Value), (builder, attribute) => builder.WithUserAttribute(attribute.Item1, attribute.Item2)),
        Apply(Text, (builder, text) => builder.WithUserAgent(text)),
        Apply(Gen.Guid, (builder, id) => builder.WithIosAdvertisingId(id)),
        Apply(Text, (builder, text) => builder.WithMessageId(text)),
        Apply(Gen.DateTimeOffset, (builder, time) => builder.WithEventTime(time)),
        Apply(Gen.Select(Number, Gen.OneOf(Text, Gen.OneOf("usd", "EUR", "US", "ÜSD"))), (builder, amount) => builder.WithAmount(amount.Item1, amount.Item2)),
        Apply(Gen.Int[-2, 5], (builder, quantity) => builder.WithQuantity(quantity)),
        Apply(Text, (builder, text) => builder.WithSku(text)),
        Apply(Text, (builder, text) => builder.WithProductName(text)),
        Apply(Text, (builder, text) => builder.WithConfirmationRef(text)),
        Apply(Number, (builder, number) => builder.WithMargin(number)),
        Apply(Gen.Select(Name, Value), (builder, attribute) => builder.WithAttribute(attribute.Item1, attribute.Item2)),
        Apply(Gen.Select(Name, Value), (builder, field) => builder.WithBatchField(field.Item1, field.Item2)),
        Apply(Gen.Select(Name, Value), (builder, field) => builder.WithDeviceInfoField(field.Item1, field.Item2)),
        Apply(Gen.Select(Name, Value), (builder, field) => builder.WithEventDataField(field.Item1, field.Item2)),
        Apply(Text, (builder, text) => builder.WithCustomEventType(text)),
        Apply(Text, (builder, text) => builder.WithBillingZipCode(text)),
        Apply(Gen.OneOf(Text, Gen.String["0123456789 +-()."]), (builder, text) => builder.WithSha256OfMobile(text)),
        Apply(Text, (builder, text) => builder.WithRequestId(text)));

    /// <summary>Most start with an address and few methods are called, so that many are valid and many are not.</summary>
    public static Gen<ConversionEventBuilder> Any { get; } = Gen.Select(Gen.Int[0, 3], Call.Array[0, 5]).Select((address, calls) =>
    {
        ConversionEventBuilder builder = ConversionEvent.CreateBuilder().AllowAnyIdentity();
        if (address > 0)
        {
            builder.WithEmail($"{Mark}@example.com");
        }

        foreach (Action<ConversionEventBuilder> call in calls)
        {
            call(builder);
        }

        return builder;
    });

    private static Gen<Action<ConversionEventBuilder>> Apply<T>(Gen<T> argument, Action<ConversionEventBuilder, T> call) =>
        argument.Select(value => (Action<ConversionEventBuilder>)(builder => call(builder, value)));
}
