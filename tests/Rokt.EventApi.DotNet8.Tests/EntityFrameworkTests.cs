using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.DotNet8.Tests;

/// <summary>The outbox in a context of the version of EF Core that an application on .NET 8 has.</summary>
public sealed class EntityFrameworkTests
{
#if EF9
    private const int Version = 9;
#else
    private const int Version = 8;
#endif

    [Fact]
    public async Task What_is_saved_with_an_order_is_delivered_and_what_is_rolled_back_is_not()
    {
        Assert.Equal((8, Version), (Environment.Version.Major, typeof(DbContext).Assembly.GetName().Version!.Major));
        await using Running running = await Running.StartAsync((services, folder) =>
        {
            services.AddDbContext<ShopContext>(options => options.UseSqlite($"Data Source={Path.Combine(folder, "shop.db")};Pooling=false"));
            services.AddRoktEventApiOutbox<ShopContext>();
        });
        using (IServiceScope scope = running.Services.CreateScope())
        {
            await scope.ServiceProvider.GetRequiredService<ShopContext>().Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        }

        await running.StartAsync();
        await SaveAsync(running, "rolled back", commit: false);
        await SaveAsync(running, "saved", commit: true);

        ReceivedRequest received = Assert.Single(await running.Sandbox.WaitForRequestsAsync(1, TestContext.Current.CancellationToken));
        Assert.Contains("\"saved\"", received.BodyText, StringComparison.Ordinal);
    }

    private static async Task SaveAsync(Running running, string reference, bool commit)
    {
        using IServiceScope scope = running.Services.CreateScope();
        ShopContext shop = scope.ServiceProvider.GetRequiredService<ShopContext>();
        await using var transaction = await shop.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        shop.AddConversion(Running.Conversion(reference));
        await shop.SaveChangesAsync(TestContext.Current.CancellationToken);
        await (commit ? transaction.CommitAsync(TestContext.Current.CancellationToken) : transaction.RollbackAsync(TestContext.Current.CancellationToken));
    }
}
