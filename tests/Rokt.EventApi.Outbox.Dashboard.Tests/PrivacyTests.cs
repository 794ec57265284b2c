using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

/// <summary>Marks go through the outbox; the page shows the confirmation reference alone, and neither an address nor a log line shows any.</summary>
public sealed class PrivacyTests
{
    private const string Mark = "zqxmark";
    private const string Reference = "qqreference";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_of_a_conversion_or_a_customer_is_shown_but_the_reference()
    {
        await using var store = new EmbeddedStore();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        sandbox.Arm(SandboxFault.Status(400, body: $$"""{"errors":[{"code":"{{Mark}}","message":"{{Mark}} is wrong"}]}"""));
        var builder = DashboardSite.CreateBuilder(store, sandbox.BaseAddress, configure: options => (options.CustomerKey, options.LedgerRetention) = (new byte[16], TimeSpan.FromDays(1)));
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace));
        DashboardSite site = await DashboardSite.StartAsync(builder);
        var shown = new StringBuilder();
        for (int i = 0; i < 3; i++)
        {
            await site.Outbox.EnqueueAsync(
                ConversionEvent.CreateBuilder().WithEmail($"{Mark}@example.com").WithFirstName(Mark).WithLastName(Mark).WithMobile("4155550199").WithIpAddress("198.51.100.77")
                    .WithCustomerId(Mark).WithClickId(Mark).WithProductName(Mark).WithUserAttribute("color", Mark).WithAttribute("shade", Mark).WithConfirmationRef(Reference).Build(),
                Cancellation);
        }

        while (await site.Outbox.GetStatusAsync(Cancellation) is not { Pending: 0, DeadLettered: 1 })
        {
            await Task.Delay(20, Cancellation);
        }

        foreach (string path in new[] { "/", "/status", "/session", "/dead-letters" })
        {
            using HttpResponseMessage response = await site.SendAsync(HttpMethod.Get, path);
            shown.AppendLine(CultureInfo.InvariantCulture, $"{response} {await response.Content.ReadAsStringAsync(Cancellation)}");
        }

        foreach ((string path, string body) in new[]
        {
            ("/find", $$"""{"account":"","confirmationRef":"{{Reference}}"}"""),
            ("/find", $$"""{"account":"{{Mark}}","confirmationRef":"{{Mark}}"}"""),
            ("/requeue", $$"""{"account":"","reason":"{{Mark}}"}"""),
            ("/erase", $$$"""{"account":"","customer":{"email":"{{{Mark}}}@example.com","customerId":"{{{Mark}}}","mobile":"4155550199"}}"""),
            ("/erase", $$$"""{"account":"","customer":{"hashedEmail":"{{{Mark}}}"}}"""),
            ("/erase", $$"""{"account":"","customer":"{{Mark}}"}"""),
        })
        {
            using HttpResponseMessage response = await site.ChangeAsync(path, body);
            shown.AppendLine(CultureInfo.InvariantCulture, $"{response} {await response.Content.ReadAsStringAsync(Cancellation)}");
        }

        await site.DisposeAsync();
        string logged = string.Join('\n', site.Log.Select(record => $"{record.Category} {record.Id.Name} {record.Message} {record.Exception} {string.Join(' ', record.StructuredState ?? [])} {string.Join(' ', record.Scopes)}"));

        Assert.Contains(Reference, shown.ToString(), StringComparison.Ordinal);
        Assert.Contains("OutboxErasedBy", logged, StringComparison.Ordinal);
        Assert.Contains("/rokt/outbox/find", logged, StringComparison.Ordinal);
        Assert.DoesNotContain(Reference, logged, StringComparison.OrdinalIgnoreCase);
        foreach (string mark in new[] { Mark, "4155550199", "198.51.100.77" })
        {
            Assert.DoesNotContain(mark, shown.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(mark, logged, StringComparison.OrdinalIgnoreCase);
        }
    }
}
