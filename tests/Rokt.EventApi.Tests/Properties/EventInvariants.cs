using System.Text.Json;

namespace Rokt.EventApi.Tests.Properties;

/// <summary>What holds for every event that can be built, and for every text that is read as one.</summary>
internal static class EventInvariants
{
    private static readonly string[] Essential =
    [
        "environment", "user_identities", "user_identities.email", "user_identities.other", "user_identities.customerid", "user_identities.other2",
        "events[0].data.custom_attributes.amount", "events[0].data.custom_attributes.currency",
    ];

    /// <summary>Builds an event as it is, and with what is invalid left out.</summary>
    /// <returns>The JSON of the second; null when it lacks what a conversion needs.</returns>
    public static string? Check(ConversionEventBuilder builder)
    {
        if (Build(builder) is { } conversion)
        {
            Check(conversion);
        }

        try
        {
            ConversionEvent kept = builder.DropInvalidAttributes().Build();
            Check(kept);
            That(kept.DroppedAttributes.All(violation => !violation.ToString().Contains(GenBuilder.Mark, StringComparison.Ordinal)), "A dropped attribute's violation quotes a value.");
            return kept.ToJson();
        }
        catch (InvalidConversionEventException exception)
        {
            That(exception.Violations.All(violation => Essential.Contains(violation.Path)), $"Not left out: {exception.Message}");
            return null;
        }
    }

    /// <summary>Reads a text, which may be no event.</summary>
    /// <returns>Whether it is one.</returns>
    public static bool CheckStored(string json)
    {
        ConversionEvent conversion;
        try
        {
            conversion = ConversionEvent.FromJson(json);
        }
        catch (JsonException exception)
        {
            That(!exception.ToString().Contains(GenBuilder.Mark, StringComparison.Ordinal), $"A value is quoted: {exception.Message}");
            return false;
        }

        Check(conversion);
        return true;
    }

    private static ConversionEvent? Build(ConversionEventBuilder builder)
    {
        try
        {
            return builder.Build();
        }
        catch (InvalidConversionEventException exception)
        {
            That(!exception.ToString().Contains(GenBuilder.Mark, StringComparison.Ordinal), $"A value is quoted: {exception.Message}");
            return null;
        }
    }

    private static void Check(ConversionEvent conversion)
    {
        string json = conversion.ToJson();
        That(!conversion.ToString().Contains(GenBuilder.Mark, StringComparison.Ordinal), "ToString() quotes a value.");
        That(ConversionEvent.FromJson(json).ToJson() == json, $"Read back, the event differs: {json}");
        That(conversion.ToBuilder().Build().ToJson() == json, $"Built again, the event differs: {json}");
        That(JsonSerializer.Serialize(JsonSerializer.Deserialize<ConversionEvent>(json)) == json, $"System.Text.Json makes another event of it: {json}");
    }

    private static void That(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }
}
