using System.Globalization;
using System.Text.Json;
using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Orders;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>Every export, against what is right for it.</summary>
public sealed class ExportsTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Exports");

    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json"))).RootElement.GetProperty("files");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Files => [.. Expected.EnumerateObject().Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_conversions_of_an_export_are_the_right_ones(string name)
    {
        JsonElement expected = Expected.GetProperty(name);
        using OrderFile file = OrderFile.Open(Path.Combine(Folder, name), Mapping(expected), Cancellation);
        List<FileOrder> orders = await file.ReadAsync(new ReadingOptions { AllowOld = true, Now = DateTimeOffset.UtcNow }, Cancellation).ToListAsync(Cancellation);

        Assert.NotEqual("unknown", file.Map.Export.Name);
        if (expected.GetProperty("conversions").GetArrayLength() == 0)
        {
            Assert.False(file.Map.HasIdentity);
            return;
        }

        Assert.Equal(
            [.. expected.GetProperty("conversions").EnumerateArray().Select(Describe)],
            orders.Where(order => order.Conversion is not null).Select(order => Describe(order.Conversion!, expected)));
        Assert.Equal(expected.GetProperty("skipped").GetArrayLength(), orders.Count(order => order.IsSkipped));
        Assert.Equal(expected.GetProperty("rejected").GetArrayLength(), orders.Count(order => order.Violations.Count > 0));
    }

    private static MappingOptions Mapping(JsonElement expected)
    {
        JsonElement options = expected.GetProperty("options");
        return new MappingOptions
        {
            TimeZone = options.TryGetProperty("timeZone", out JsonElement zone) ? zone.GetString()!.Split(' ')[0] : null,
            Currency = options.TryGetProperty("currency", out _) ? "USD" : null,
        };
    }

    private static string Describe(JsonElement conversion) => string.Join(" | ", conversion.EnumerateObject()
        .Where(member => member.Name != "policyDependent")
        .Select(member => $"{member.Name} {(member.Name == "amount" ? member.Value.GetDecimal().ToString("0.##", CultureInfo.InvariantCulture) : member.Name == "currency" ? member.Value.GetString() ?? "USD" : member.Value.ToString())}"));

    private static string Describe(ConversionEvent conversion, JsonElement expected) => string.Join(" | ",
    [
        $"confirmationref {conversion.ConfirmationRef}",
        $"email {conversion.Email}",
        $"amount {conversion.Amount:0.##}",
        $"currency {conversion.Currency}",
        $"quantity {conversion.Quantity}",
        $"eventTimeUtc {conversion.EventTime:yyyy-MM-ddTHH:mm:ssZ}",
        $"firstname {conversion.FirstName}",
        $"lastname {conversion.LastName}",
        $"mobile {conversion.Mobile}",
        $"sku {conversion.Sku}",
        $"productname {conversion.ProductName}",
        $"paymenttype {conversion.PaymentType}",
        $"transactionid {conversion.TransactionId}",
    ]);
}
