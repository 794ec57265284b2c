namespace Rokt.EventApi.Benchmarks;

/// <summary>The example event of the API's guide, built each time.</summary>
internal static class Guide
{
    public static ConversionEvent Event() => ConversionEvent.CreateBuilder()
        .WithEmail("john.doe@example.com")
        .WithHashedEmail("SHA256-hash-of-email")
        .WithFirstName("John")
        .WithLastName("Doe")
        .WithMobile("123-456-7890")
        .WithIpAddress("172.3.51.182")
        .WithAmount(100.00m, "USD")
        .WithQuantity(1)
        .WithConversionType("purchase")
        .WithProductName("Maroon 5 t-shirt, Warriors vs. Raptors")
        .WithSku("230847")
        .WithPaymentType("VISA")
        .WithMargin(10.0m)
        .WithTransactionId("ABC789")
        .WithConfirmationRef("XYZ123")
        .Build();
}
