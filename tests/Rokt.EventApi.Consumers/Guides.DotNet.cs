using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rokt.EventApi;
using Rokt.EventApi.Cli;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Sandbox;

namespace Guides
{
    /// <summary>The code of docs/first-conversion.md; the directives are those that it shows.</summary>
    internal static class FirstConversion
    {
        public static async Task Run()
        {
            await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync();
            using var client = new EventApiClient(new EventApiOptions
            {
                ApiKey = sandbox.ApiKey,
                ApiSecret = sandbox.ApiSecret,
                BaseAddress = sandbox.BaseAddress,
                Environment = EventEnvironment.Development,
            });

            ConversionEvent conversion = ConversionEvent.CreateBuilder()
                .WithEmail("john.doe@example.com")
                .WithConversionType("purchase")
                .WithAmount(100.00m, "USD")
                .WithConfirmationRef("XYZ123")
                .Build();

            SendResult result = await client.SendAsync(conversion);
            Console.WriteLine(result);
            Console.WriteLine(sandbox.Requests[0].BodyText);
        }
    }

    /// <summary>The code of docs/operations.md.</summary>
    internal static class Operations
    {
        public static void Map(WebApplicationBuilder builder, WebApplication app)
        {
            builder.Services.AddAuthorization(options => options.AddPolicy("operators", policy => policy.RequireRole("operator")));
            // …
            app.MapRoktOutbox("/rokt/outbox").RequireAuthorization("operators");
        }
    }

    /// <summary>The code of docs/backfill.md.</summary>
    internal static class Backfill
    {
        public static async Task Run(IOutbox outbox, ILogger logger, CancellationToken cancellationToken)
        {
            var options = new ConversionFileOptions { Currency = "EUR", Values = { ["conversiontype"] = "purchase" } };
            await foreach (FileConversion read in ConversionFile.ReadAsync("orders.csv", options, cancellationToken))
            {
                if (read.Conversion is { } conversion)
                {
                    await outbox.EnqueueAsync(conversion, cancellationToken);
                }
                else if (!read.IsSkipped)
                {
                    logger.LogWarning("Row {Row}: {Rules}", read.Row, string.Join("; ", read.Violations));
                }
            }
        }
    }
}
