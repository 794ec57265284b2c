// An application with an outbox, as a process of its own, so that it can be killed.
// Arguments: the store ("File:<path>", or another of the kinds below with a connection string), the API's address, the batches per second
// ("none" for no limit). Each line of its input is a number of conversions to enqueue; it prints the reference of each once
// it is stored, or was refused.
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MySqlConnector;
using Npgsql;
using Rokt.EventApi;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Outbox.Worker;

(string store, string address, string rate) = (args[0], args[1], args[2]);
HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter(level => level >= LogLevel.Information);
builder.Logging.AddFilter("Microsoft", LogLevel.None);
builder.Services.AddRoktEventApi(options =>
{
    (options.ApiKey, options.ApiSecret, options.Environment) = ("sandbox-key", "sandbox-secret", EventEnvironment.Development);
    options.BaseAddress = new Uri(address);
    options.RateLimit.BatchesPerSecond = rate == "none" ? null : double.Parse(rate, System.Globalization.CultureInfo.InvariantCulture);
});
string[] parts = store.Split(':', 2);
(string kind, string target) = (parts[0], parts[1]);
switch (kind)
{
    case "File":
        builder.Services.AddRoktEventApiOutbox(options =>
        {
            options.UseFile(target);
            Configure(options);
        });
        break;
    case "EfSqlite":
        builder.Services.AddDbContext<WorkerDbContext>(options => options.UseSqlite(target)).AddRoktEventApiOutbox<WorkerDbContext>(Configure);
        break;
    case "EfPostgres":
        builder.Services.AddDbContext<WorkerDbContext>(options => options.UseNpgsql(target)).AddRoktEventApiOutbox<WorkerDbContext>(Configure);
        break;
    default:
        builder.Services.AddSingleton<DbDataSource>(_ => kind == "MariaDb" ? new MySqlDataSource(target) : NpgsqlDataSource.Create(target));
        builder.Services.AddRoktEventApiOutbox(options =>
        {
            options.UseDatabase(provider => provider.GetRequiredService<DbDataSource>());
            Configure(options);
        });
        break;
}

using IHost host = builder.Build();
try
{
    await host.StartAsync();
}
catch (OutboxException exception)
{
    Console.WriteLine($"refused at start: {exception.Message}");
    return 1;
}

var outbox = host.Services.GetRequiredService<IOutbox>();
Console.WriteLine("started");
_ = Task.Run(async () =>
{
    while (await Console.In.ReadLineAsync() is { } line)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            (_, _) => EnqueueAsync());
        Console.WriteLine("enqueued");
    }
});
await host.WaitForShutdownAsync();
return 0;

static void Configure(OutboxOptions options) => options.MaxBackoff = TimeSpan.FromSeconds(2);

async ValueTask EnqueueAsync()
{
    string reference = Guid.NewGuid().ToString("N");
    try
    {
        await outbox.EnqueueAsync(
            ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef(reference).Build());
        Console.WriteLine($"stored {reference}");
    }
    catch (OutboxException exception)
    {
        Console.WriteLine($"refused {reference}: {exception.Message}");
        await Task.Delay(100);
    }
}
