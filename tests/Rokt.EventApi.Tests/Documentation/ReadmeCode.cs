using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Tests.Documentation;

/// <summary>The README's code, compiled; <see cref="ReadmeTests"/> finds each block of it here and runs what can be run.</summary>
internal static class ReadmeCode
{
    public static void Register(WebApplicationBuilder builder)
    {
        builder.Services.AddRoktEventApi(builder.Configuration.GetSection("Rokt"));
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

    public static async Task<IReadOnlyList<SendResult>> SendSeveral(
        IEventApiClient client, ConversionEvent[] conversions, IAsyncEnumerable<ConversionEvent> stream, CancellationToken cancellationToken)
    {
        // Consecutive events of one customer go as one batch; one result per event, in order.
        IReadOnlyList<SendResult> results = await client.SendAsync(conversions, cancellationToken);

        // A stream of any length, as fast as the rate limit allows; flat memory.
        await foreach ((ConversionEvent sent, SendResult outcome) in client.SendStreamAsync(stream, cancellationToken: cancellationToken))
        {
            Console.WriteLine($"{sent.ConfirmationRef}: {outcome.Status}");
        }

        return results;
    }

    public static void RegisterSeveral(WebApplicationBuilder builder)
    {
        builder.Services.AddRoktEventApi("shoes", builder.Configuration.GetSection("Rokt:Shoes"));
        builder.Services.AddRoktEventApi("books", builder.Configuration.GetSection("Rokt:Books"));

        // in a constructor: [FromKeyedServices("shoes")] IEventApiClient client
    }

    public static void RegisterOutbox(WebApplicationBuilder builder)
    {
        builder.Services.AddRoktEventApiOutbox();    // in a SQLite file, created on first use
    }

    public static async Task Enqueue(IOutbox outbox, ConversionEvent conversion, CancellationToken cancellationToken)
    {
        await outbox.EnqueueAsync(conversion, cancellationToken);    // IOutbox: returns when it is on the disk
    }

    public static void RegisterShop(WebApplicationBuilder builder)
    {
        builder.Services.AddRoktEventApiOutbox<ShopDbContext>();    // and modelBuilder.AddRoktOutbox() in its OnModelCreating
    }

    public static void RegisterTenants(IServiceCollection services)
    {
        services.AddRoktEventApiOutbox<ShopDbContext>(options =>
            options.UseDatabases(provider => provider.GetRequiredService<Tenants>().DataSources));
    }

    public static async Task Checkout(ShopDbContext shop, Order order, ConversionEvent conversion, CancellationToken cancellationToken)
    {
        shop.Orders.Add(order);
        shop.AddConversion(conversion);    // saved, or rolled back, with the order
        await shop.SaveChangesAsync(cancellationToken);
    }

    public static async Task Hold(IOutbox outbox, ShopDbContext shop, Order order, ConversionEvent conversion, CancellationToken cancellationToken)
    {
        var options = new EnqueueOptions { NotBefore = order.PlacedAt.AddDays(2) };
        await outbox.EnqueueAsync(conversion, options, cancellationToken);    // or with the transaction: (conversion, transaction, options)
        shop.AddConversion(conversion, options: options);                     // or with the context
    }

    public static async Task LookAfter(IOutbox outbox, IOutboxManagement management, CancellationToken cancellationToken)
    {
        OutboxStatus status = await outbox.GetStatusAsync(cancellationToken);    // IOutbox
        foreach (DeadLetter letter in await management.GetDeadLettersAsync(cancellationToken: cancellationToken))    // IOutboxManagement
        {
            Console.WriteLine($"{letter.Id}: {letter.Reason}, enqueued {letter.EnqueuedAt}");
            await management.RequeueAsync(letter.Id, cancellationToken);    // or DiscardAsync
        }

        _ = status;
    }

    public static async Task<long> Drain(IOutboxManagement management, CancellationToken cancellationToken)
    {
        OutboxStatus left = await management.DrainAsync(TimeSpan.FromSeconds(10), cancellationToken);    // IOutboxManagement
        return left.Pending;
    }

    public static async Task<(SendResult Result, IReadOnlyList<ReceivedRequest> Received)> Test(ConversionEvent conversion)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync();
        sandbox.Arm(SandboxFault.Status(503));

        using var client = new EventApiClient(new EventApiOptions
        {
            ApiKey = sandbox.ApiKey,
            ApiSecret = sandbox.ApiSecret,
            Environment = EventEnvironment.Development,
            BaseAddress = sandbox.BaseAddress,
        });
        SendResult result = await client.SendAsync(conversion);   // after one retry

        IReadOnlyList<ReceivedRequest> received = await sandbox.WaitForRequestsAsync(2);   // no sleeping
        return (result, received);
    }

    public sealed record Order(int Id, DateTimeOffset PlacedAt);

    public sealed record Tenants(IReadOnlyList<DbDataSource> DataSources);

    public sealed class ShopDbContext(DbContextOptions<ShopDbContext> options) : DbContext(options)
    {
        public DbSet<Order> Orders => Set<Order>();
    }
}
