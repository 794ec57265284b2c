using System.Text.Json.Serialization;

namespace Rokt.EventApi.Benchmarks.Serialization;

/// <summary>The guide's event as plain classes, as a program without an SDK would write them.</summary>
internal sealed class GuideRequest
{
    [JsonPropertyName("environment")]
    public required string Environment { get; init; }

    [JsonPropertyName("user_identities")]
    public required Identities UserIdentities { get; init; }

    [JsonPropertyName("user_attributes")]
    public required Attributes UserAttributes { get; init; }

    [JsonPropertyName("events")]
    public required Item[] Events { get; init; }

    public static GuideRequest Create() => new()
    {
        Environment = "development",
        UserIdentities = new() { Email = "john.doe@example.com", Other = "SHA256-hash-of-email" },
        UserAttributes = new() { FirstName = "John", LastName = "Doe", Mobile = "123-456-7890", IpAddress = "172.3.51.182" },
        Events =
        [
            new()
            {
                EventType = "custom_event",
                Data = new()
                {
                    EventName = "conversion",
                    CustomAttributes = new()
                    {
                        Amount = 100.00m,
                        Currency = "USD",
                        Quantity = 1,
                        ConversionType = "purchase",
                        ProductName = "Maroon 5 t-shirt, Warriors vs. Raptors",
                        Sku = "230847",
                        PaymentType = "VISA",
                        Margin = 10.0m,
                        TransactionId = "ABC789",
                        ConfirmationRef = "XYZ123",
                    },
                },
            },
        ],
    };

    internal sealed class Identities
    {
        [JsonPropertyName("email")]
        public string? Email { get; init; }

        [JsonPropertyName("other")]
        public string? Other { get; init; }
    }

    internal sealed class Attributes
    {
        [JsonPropertyName("firstname")]
        public string? FirstName { get; init; }

        [JsonPropertyName("lastname")]
        public string? LastName { get; init; }

        [JsonPropertyName("mobile")]
        public string? Mobile { get; init; }

        [JsonPropertyName("ipaddress")]
        public string? IpAddress { get; init; }
    }

    internal sealed class Item
    {
        [JsonPropertyName("event_type")]
        public required string EventType { get; init; }

        [JsonPropertyName("data")]
        public required Data Data { get; init; }
    }

    internal sealed class Data
    {
        [JsonPropertyName("event_name")]
        public required string EventName { get; init; }

        [JsonPropertyName("custom_attributes")]
        public required Conversion CustomAttributes { get; init; }
    }

    internal sealed class Conversion
    {
        [JsonPropertyName("amount")]
        public decimal? Amount { get; init; }

        [JsonPropertyName("currency")]
        public string? Currency { get; init; }

        [JsonPropertyName("quantity")]
        public int? Quantity { get; init; }

        [JsonPropertyName("conversiontype")]
        public string? ConversionType { get; init; }

        [JsonPropertyName("productname")]
        public string? ProductName { get; init; }

        [JsonPropertyName("sku")]
        public string? Sku { get; init; }

        [JsonPropertyName("paymenttype")]
        public string? PaymentType { get; init; }

        [JsonPropertyName("margin")]
        public decimal? Margin { get; init; }

        [JsonPropertyName("transactionid")]
        public string? TransactionId { get; init; }

        [JsonPropertyName("confirmationref")]
        public string? ConfirmationRef { get; init; }
    }
}
