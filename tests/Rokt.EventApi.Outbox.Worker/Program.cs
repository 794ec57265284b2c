// An application with an outbox, as a process of its own, so that it can be killed.
// Arguments: the store ("file:<path>" or a connection string of PostgreSQL), the API's address, the batches per second
// ("none" for no limit), and how many conversions to enqueue. It prints a reference once it is stored.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rokt.EventApi;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Outbox.Worker;

(string store, string address, string rate, int count) = (args[0], args[1], args[2], int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture));
HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter(level => level >= LogLevel.Information);
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
builder.Services.AddRoktEventApi(options =>
{
    (options.ApiKey, options.ApiSecret, options.Environment) = ("sandbox-key", "sandbox-secret", EventEnvironment.Development);
    options.BaseAddress = new Uri(address);
    options.RateLimit.BatchesPerSecond = rate == "none" ? null : double.Parse(rate, System.Globalization.CultureInfo.InvariantCulture);
});
if (store.StartsWith("file:", StringComparison.Ordinal))
{
    builder.Services.AddRoktEventApiOutbox(options => options.Path = store[5..]);
}
else
{
    builder.Services.AddDbContext<WorkerDbContext>(options => options.UseNpgsql(store)).AddRoktEventApiOutbox<WorkerDbContext>();
}

using IHost host = builder.Build();
await host.StartAsync();
var outbox = host.Services.GetRequiredService<IOutbox>();
Console.WriteLine("started");
await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, cancellationToken) =>
{
    string reference = Guid.NewGuid().ToString("N");
    await outbox.EnqueueAsync(
        ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef(reference).Build(), cancellationToken);
    Console.WriteLine($"stored {reference}");
});
Console.WriteLine("all stored");
await host.WaitForShutdownAsync();
