using System.Globalization;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>
/// Reads values as databases return them. Types differ between databases, and in SQLite anything can stand in a column: what
/// is no number is refused, what is too large a number is the largest.
/// </summary>
internal static class Values
{
    private static readonly long MinTime = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <exception cref="FormatException">It is no number.</exception>
    public static long Number(object value) => value switch
    {
        long number => number,
        int number => number,
        double number => double.IsNaN(number) ? 0 : (long)number,
        short or byte or sbyte or ushort or uint or bool => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong number => (long)Math.Min(number, long.MaxValue),
        decimal number => (long)Math.Clamp(number, long.MinValue, long.MaxValue),
        _ => throw new FormatException("It is no number."),
    };

    /// <exception cref="OverflowException">It is too large.</exception>
    public static int Int32(object value) => checked((int)Number(value));

    /// <summary>Reads a time in Unix milliseconds; one that no calendar has becomes the nearest that it has.</summary>
    public static long Time(object value) => Math.Clamp(Number(value), MinTime, MaxTime);

    public static bool TryId(object value, out Guid id)
    {
        switch (value)
        {
            case Guid guid:
                id = guid;
                return true;
            case string text:
                return Guid.TryParse(text, out id);
            case byte[] { Length: 16 } bytes:
                id = new Guid(bytes);
                return true;
            default:
                id = default;
                return false;
        }
    }
}
