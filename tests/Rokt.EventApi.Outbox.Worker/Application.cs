using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MySqlConnector;
using Npgsql;

namespace Rokt.EventApi.Outbox.Worker;

/// <summary>A host with one outbox.</summary>
internal sealed class Application
{
    private readonly int _number;
    private readonly IOutbox _outbox;

    private Application(int number, IHost host)
    {
        _number = number;
        _outbox = host.Services.GetRequiredService<IOutbox>();
        Management = host.Services.GetRequiredService<IOutboxManagement>();
        Host = host;
    }

    public IHost Host { get; }

    public IOutboxManagement Management { get; }

    public static Application Create(int number, string store, Uri address, string rate, string maxConcurrency)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter(level => level >= LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.None);
        builder.Services.AddRoktEventApi(options =>
        {
            (options.ApiKey, options.ApiSecret, options.Environment) = ("sandbox-key", "sandbox-secret", EventEnvironment.Development);
            options.BaseAddress = address;
            options.RateLimit.BatchesPerSecond = rate == "none" ? null : double.Parse(rate, CultureInfo.InvariantCulture);
        });
        string[] parts = store.Split(':', 2);
        AddOutbox(builder.Services, parts[0], parts[1], options => Configure(options, maxConcurrency));
        return new Application(number, builder.Build());
    }

    public Task EnqueueAsync(int count, int pause) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = 8 },
        async (_, cancellationToken) =>
        {
            await EnqueueAsync();
            await (pause > 0 ? Task.Delay(pause, cancellationToken) : Task.CompletedTask);
        });

    private static void AddOutbox(IServiceCollection services, string kind, string target, Action<OutboxOptions> configure)
    {
        switch (kind)
        {
            case "File":
                services.AddRoktEventApiOutbox(options =>
                {
                    options.UseFile(target);
                    configure(options);
                });
                break;
            case "EfSqlite":
                services.AddDbContext<WorkerDbContext>(options => options.UseSqlite(target)).AddRoktEventApiOutbox<WorkerDbContext>(configure);
                break;
            case "EfPostgres":
                services.AddDbContext<WorkerDbContext>(options => options.UseNpgsql(target)).AddRoktEventApiOutbox<WorkerDbContext>(configure);
                break;
            default:
                services.AddSingleton<DbDataSource>(_ => kind == "MariaDb" ? new MySqlDataSource(target) : NpgsqlDataSource.Create(target));
                services.AddRoktEventApiOutbox(options =>
                {
                    options.UseDatabase(provider => provider.GetRequiredService<DbDataSource>());
                    configure(options);
                });
                break;
        }
    }

    private static void Configure(OutboxOptions options, string maxConcurrency)
    {
        options.MaxBackoff = TimeSpan.FromSeconds(2);
        if (maxConcurrency != "default")
        {
            options.MaxConcurrency = int.Parse(maxConcurrency, CultureInfo.InvariantCulture);
        }
    }

    private async Task EnqueueAsync()
    {
        string reference = Guid.NewGuid().ToString("N");
        try
        {
            await _outbox.EnqueueAsync(
                ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef(reference).Build());
            Console.WriteLine($"stored {_number} {reference}");
        }
        catch (OutboxException exception)
        {
            Console.WriteLine($"refused {_number} {reference}: {exception.Message} {exception.InnerException?.Message}");
            await Task.Delay(100);
        }
    }
}
