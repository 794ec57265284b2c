using System.Globalization;
using System.Text.Json;

namespace Rokt.EventApi.Fields;

/// <summary>The kinds of values that are no text to the caller.</summary>
internal static class ValueKinds
{
    // 13 digits: from September 2001 to November 2286.
    private const long FirstEventTime = 1_000_000_000_000;
    private const long LastEventTime = 9_999_999_999_999;

    private const int OldestAge = 130;
    private const string DayFormat = "yyyyMMdd";

    public static readonly ValueKind<decimal> Number = new(
        (writer, name, number) => writer.WriteNumber(name, number), value => value.GetDecimal(), (_, _) => null);

    public static readonly ValueKind<EventEnvironment> Environment = new(
        (writer, name, environment) => writer.WriteString(name, environment == EventEnvironment.Production ? "production" : "development"),
        value => value.GetString() switch
        {
            "development" => EventEnvironment.Development,
            "production" => EventEnvironment.Production,
            _ => throw new JsonException("\"environment\" is development or production."),
        },
        (environment, _) => environment is EventEnvironment.Development or EventEnvironment.Production
            ? null
            : "The environment is development or production: use a member of EventEnvironment.");

    public static readonly ValueKind<int> Quantity = new(
        (writer, name, number) => writer.WriteNumber(name, number),
        value => value.GetInt32(),
        (number, _) => number < 0 ? "A quantity is zero or more." : null);

    public static readonly ValueKind<DateTimeOffset> EventTime = new(
        (writer, name, time) => writer.WriteNumber(name, time.ToUnixTimeMilliseconds()),
        value => DateTimeOffset.FromUnixTimeMilliseconds(value.GetInt64()),
        (time, _) => time.ToUnixTimeMilliseconds() is < FirstEventTime or > LastEventTime
            ? "The time of an event lies between the years 2001 and 2286: its Unix time in milliseconds has 13 digits."
            : null);

    public static readonly ValueKind<DateTime> DateOfBirth = new(
        (writer, name, day) => writer.WriteString(name, day.ToString(DayFormat, CultureInfo.InvariantCulture)),
        value => DateTime.ParseExact(value.GetString() ?? "", DayFormat, CultureInfo.InvariantCulture),
        ObjectionToDateOfBirth);

    public static readonly ValueKind<Gender> Gender = new(
        (writer, name, gender) => writer.WriteString(name, gender == EventApi.Gender.Female ? "f" : "m"),
        value => value.GetString() switch
        {
            "f" => EventApi.Gender.Female,
            "m" => EventApi.Gender.Male,
            _ => throw new JsonException("\"user_attributes.gender\" is f or m."),
        },
        (gender, _) => gender is EventApi.Gender.Female or EventApi.Gender.Male ? null : "The gender is female or male: use a member of Gender.");

    private static string? ObjectionToDateOfBirth(DateTime day, TimeProvider clock)
    {
        DateTime today = clock.GetUtcNow().UtcDateTime.Date;
        if (day > today)
        {
            return "The date of birth is in the future.";
        }

        return day < today.AddYears(-OldestAge) ? "The date of birth is more than 130 years ago." : null;
    }
}
