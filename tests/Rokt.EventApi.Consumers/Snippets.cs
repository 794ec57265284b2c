using System;
using System.Collections.Generic;
using System.Net;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Rokt.EventApi.Consumers
{
    /// <summary>The documentation's code that needs only the SDK, in C# 7.3.</summary>
    internal static class Snippets
    {
        public static void Register(HostApplicationBuilder builder)
        {
            builder.Services.AddRoktEventApi(builder.Configuration.GetSection("Rokt"));
        }

        public static void RegisterSeveral(HostApplicationBuilder builder)
        {
            builder.Services.AddRoktEventApi("shoes", builder.Configuration.GetSection("Rokt:Shoes"));
            builder.Services.AddRoktEventApi("books", builder.Configuration.GetSection("Rokt:Books"));

            // in a constructor: [FromKeyedServices("shoes")] IEventApiClient client
        }

        public static async Task<SendResult> Send(IEventApiClient client, CancellationToken cancellationToken)
        {
            ConversionEvent conversion = ConversionEvent.CreateBuilder()
                .DropInvalidAttributes()
                .WithEmail("john.doe@example.com")
                .WithFirstName("John").WithLastName("Doe")
                .WithIpAddress("172.3.51.182")
                .WithConversionType("purchase")
                .WithAmount(100.00m, "USD").WithQuantity(1)
                .WithConfirmationRef("XYZ123")
                .Build();

            SendResult result = await client.SendAsync(conversion, cancellationToken);
            return result;
        }

        public static EventApiClient Create(string key, string secret)
        {
            var client = new EventApiClient(new EventApiOptions
            {
                ApiKey = key,
                ApiSecret = secret,
                Pod = Pod.US1,
                Environment = EventEnvironment.Development,
            });
            return client;
        }

        public static void Values(
            ConversionEventBuilder builder, IPAddress remoteIpAddress, DateTime? dateOfBirth, decimal? total, DateTimeOffset placedAt, string orderId,
            Uri landingUrl, IDictionary<string, string> session)
        {
            ConversionEvent order = ConversionEvent.CreateBuilder()
                .WithEmail("  John.Doe@Example.com ")    // john.doe@example.com
                .WithIpAddress(remoteIpAddress)          // an IPAddress or a string, null where there is none
                .WithDateOfBirth(dateOfBirth)            // a DateTime?, or a DateOnly? on .NET
                .WithAmount(total, "usd")                // USD
                .WithEventTime(placedAt)
                .WithConfirmationRef(orderId)
                .Build();

            if (ClickId.TryGet(landingUrl, out var clickId))
            {
                session["rokt-click-id"] = clickId;
            }

            ConversionEvent hashed = ConversionEvent.CreateBuilder()
                .WithSha256OfEmail("John.Doe@example.com")
                .WithSha256OfMobile("+1 (323) 867-5309")
                .WithConfirmationRef(orderId)
                .Build();

            ConversionEvent kept = ConversionEvent.CreateBuilder()
                .DropInvalidAttributes()
                .WithEmail("john.doe@example.com")
                .WithMobile("n/a")
                .WithConfirmationRef(orderId)
                .Build();

            foreach (ConversionEventViolation dropped in kept.DroppedAttributes)
            {
                Console.WriteLine(dropped);    // user_attributes.mobile: A phone number has at least 7 digits. (limit 7, found 0) ...
            }

            ConversionEvent changed = order.ToBuilder()
                .WithProductName("T-shirt")
                .WithMobile(null)
                .Build();

            using (JsonDocument consent = JsonDocument.Parse("{\"gdpr\":{\"marketing\":{\"consented\":true}}}"))
            {
                builder
                    .WithBatchField("consent_state", consent.RootElement)
                    .WithDeviceInfoField("att_authorization_status", "authorized")
                    .WithEventDataField("session_number", 3)
                    .WithCustomEventType("transaction");
            }

            string json = order.ToJson();
            ConversionEvent restored = ConversionEvent.FromJson(json);
        }
    }
}
