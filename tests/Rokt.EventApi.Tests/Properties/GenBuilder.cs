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

    private static readonly Gen<string> TextOfAForm = Gen.OneOf(
        "john@example.com", "172.3.51.182", "+1 (323) 867-5309", "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b");

    private static readonly Gen<string> Phone = Gen.OneOf(Text, Gen.String["0123456789 +-()."], Gen.String[Gen.Char["0123456789"], 7, 15]);

    private static readonly Gen<Action<ConversionEventBuilder>> Call = Gen.OneOf(
    [
        .. Setters<string>(Gen.OneOf(Text, TextOfAForm)),
        .. Setters<Guid?>(Gen.Guid.Select(id => (Guid?)id)),
        Apply(Gen.OneOf(Text, Text.Select(text => $"{text}@example.com")), (builder, text) => builder.WithEmail(text)),
        Apply(Phone, (builder, text) => builder.WithMobile(text)),
        Apply(Gen.OneOf(Text, Gen.OneOf("172.3.51.182", "::1", "1.2.3", "::g")), (builder, text) => builder.WithIpAddress(text).WithBatchIpAddress(text)),
        Apply(Gen.OneOf(EventEnvironment.Development, EventEnvironment.Production, (EventEnvironment)5), (builder, environment) => builder.WithEnvironment(environment)),
        Apply(Gen.OneOf(Gen.Date, Gen.Date[new DateTime(1950, 1, 1), new DateTime(2010, 1, 1)]), (builder, date) => builder.WithDateOfBirth(DateOnly.FromDateTime(date))),
        Apply(Gen.OneOf(Gender.Female, Gender.Male, (Gender)5), (builder, gender) => builder.WithGender(gender)),
        Apply(Gen.Select(Name, Value), (builder, attribute) => builder.WithUserAttribute(attribute.Item1, attribute.Item2)),
        Apply(Gen.OneOf(Gen.DateTimeOffset, Gen.Date[new DateTime(2010, 1, 1), new DateTime(2030, 1, 1)].Select(day => new DateTimeOffset(day, TimeSpan.Zero))), (builder, time) => builder.WithEventTime(time)),
        Apply(Gen.Select(Number, Gen.OneOf(Text, Gen.OneOf("usd", "EUR", "GBP", "XTS", "US", "ÜSD"))), (builder, amount) => builder.WithAmount(amount.Item1, amount.Item2)),
        Apply(Gen.Int[-2, 5], (builder, quantity) => builder.WithQuantity(quantity)),
        Apply(Number, (builder, number) => builder.WithMargin(number)),
        Apply(Gen.Select(Name, Value), (builder, attribute) => builder.WithAttribute(attribute.Item1, attribute.Item2)),
        Apply(Gen.Select(Name, Value), (builder, field) => builder.WithBatchField(field.Item1, field.Item2)),
        Apply(Gen.Select(Name, Value), (builder, field) => builder.WithDeviceInfoField(field.Item1, field.Item2)),
        Apply(Gen.Select(Name, Value), (builder, field) => builder.WithEventDataField(field.Item1, field.Item2)),
        Apply(Phone, (builder, text) => builder.WithSha256OfMobile(text)),
    ]);

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

    /// <summary>Every method that takes nothing else: that of a field which will be added is called as well.</summary>
    private static IEnumerable<Gen<Action<ConversionEventBuilder>>> Setters<T>(Gen<T> argument) => typeof(ConversionEventBuilder).GetMethods()
        .Where(method => method.GetParameters() is [{ } only] && only.ParameterType == typeof(T))
        .Select(method => method.CreateDelegate<Func<ConversionEventBuilder, T, ConversionEventBuilder>>())
        .Select(set => Apply(argument, (builder, value) => set(builder, value)));

    private static Gen<Action<ConversionEventBuilder>> Apply<T>(Gen<T> argument, Action<ConversionEventBuilder, T> call) =>
        argument.Select(value => (Action<ConversionEventBuilder>)(builder => call(builder, value)));
}
