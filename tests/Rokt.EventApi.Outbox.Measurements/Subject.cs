using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>An application with an outbox.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private static readonly DirectoryInfo Folder = Directory.CreateTempSubdirectory("outbox-");

    private readonly ServiceProvider _services;
    private readonly IHostedService? _dispatcher;

    private Subject(ServiceProvider services, IHostedService? dispatcher)
    {
        _services = services;
        _dispatcher = dispatcher;
    }

    public IServiceProvider Services => _services;

    public IOutbox Outbox => _services.GetRequiredService<IOutbox>();

    public static async Task<Subject> StartAsync(string? connection, Uri address, bool delivers)
    {
        var services = new ServiceCollection();
        services.AddRoktEventApi(options =>
        {
            (options.ApiKey, options.ApiSecret, options.Environment) = ("key", "secret", EventEnvironment.Development);
            options.BaseAddress = address;
            options.RateLimit.BatchesPerSecond = null;
        });
        if (connection is null)
        {
            services.AddRoktEventApiOutbox(options => options.Path = Path.Combine(Folder.FullName, "outbox.db"));
        }
        else
        {
            services.AddDbContext<ShopDbContext>(options => options.UseNpgsql(connection)).AddRoktEventApiOutbox<ShopDbContext>();
        }

        ServiceProvider provider = services.BuildServiceProvider();
        IHostedService? dispatcher = delivers ? provider.GetServices<IHostedService>().Single() : null;
        await (dispatcher?.StartAsync(CancellationToken.None) ?? Task.CompletedTask);
        return new Subject(provider, dispatcher);
    }

    public async ValueTask DisposeAsync()
    {
        await (_dispatcher?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
        await _services.DisposeAsync();
    }
}
