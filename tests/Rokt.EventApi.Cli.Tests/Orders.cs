using System.Globalization;
using System.Text;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>Makes files of orders.</summary>
internal static class Orders
{
    public const string Header = "order_id,email,first_name,last_name,phone,amount,currency,quantity,order_date,product";

    public static string Row(int number, string? email = null, DateTimeOffset? time = null) => string.Create(
        CultureInfo.InvariantCulture,
        $"A{number:000000},{email ?? $"customer{number}@example.com"},Ada,North,+1415555{number % 10000:0000},{number % 90 + 10}.50,USD,1,{time ?? DateTimeOffset.UtcNow.AddDays(-2):yyyy-MM-ddTHH:mm:ssZ},\"Mug, {number % 50}\"");

    public static string Csv(int count, Func<int, string>? row = null)
    {
        var text = new StringBuilder(Header).Append('\n');
        for (int number = 1; number <= count; number++)
        {
            text.Append(row?.Invoke(number) ?? Row(number)).Append('\n');
        }

        return text.ToString();
    }
}
