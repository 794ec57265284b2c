using System.Net.Http.Json;
using System.Text.Json;
using RabbitMQ.Client;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Tests.Samples;

namespace Rokt.EventApi.Queue.Tests;

/// <summary>The sample as a shop runs it: a process for the checkout, one per worker, and a broker; with a local Event API.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public const string Email = "john.doe@example.com";

    private readonly List<SampleProcess> _processes = [];
    private readonly HttpClient _http = new();

    private Shop(EventApiSandbox api, Uri broker, IConnection connection, IChannel channel) => (Api, Broker, Connection, Channel) = (api, broker, connection, channel);

    public EventApiSandbox Api { get; }

    public IChannel Channel { get; }

    /// <summary>What was accepted, by order: the bodies, in the order in which they came.</summary>
    public ILookup<string, string> Accepted => Api.Requests.Where(request => request.StatusCode == 202).ToLookup(Order, request => request.BodyText);

    private Uri Broker { get; }

    private IConnection Connection { get; }

    public static async Task<Shop> StartAsync(RabbitServer server, CancellationToken cancellationToken)
    {
        Uri broker = await server.NewHostAsync(cancellationToken);
        EventApiSandbox api = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { MaxRequestsKept = 10_000 }, cancellationToken);
        IConnection connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancellationToken);
        var shop = new Shop(api, broker, connection, await connection.CreateChannelAsync(cancellationToken: cancellationToken));
        shop._http.BaseAddress = (await shop.StartProcessAsync(isWorker: false, cancellationToken)).Address;
        return shop;
    }

    public async Task<SampleProcess> StartWorkerAsync(CancellationToken cancellationToken) => (await StartProcessAsync(isWorker: true, cancellationToken)).Process;

    public async Task CheckoutAsync(string order, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _http.PostAsJsonAsync("/checkout", new { id = order, email = Email, total = 100.00m, currency = "USD" }, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public Task CheckoutAsync(IEnumerable<string> orders, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(orders, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (order, token) => await CheckoutAsync(order, token));

    public Task UntilAcceptedAsync(IReadOnlyCollection<string> orders, CancellationToken cancellationToken) =>
        UntilAsync(() => Task.FromResult(orders.All(Accepted.Contains)), cancellationToken);

    public Task UntilCountAsync(string queue, uint count, CancellationToken cancellationToken) =>
        UntilAsync(async () => await Channel.MessageCountAsync(queue, cancellationToken) == count, cancellationToken);

    /// <summary>Ends what still runs as a deploy does.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (SampleProcess process in _processes.Where(process => process.IsRunning))
        {
            Assert.Equal(0, await process.EndAsync(cancellationToken));
        }
    }

    /// <summary>Ends all processes and checks what they wrote: no customer's data.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (SampleProcess process in _processes)
        {
            process.Dispose();
            Assert.DoesNotContain(Email, await process.DrainedAsync(), StringComparison.OrdinalIgnoreCase);
        }

        await Channel.DisposeAsync();
        await Connection.DisposeAsync();
        await Api.DisposeAsync();
        _http.Dispose();
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        while (!await condition())
        {
            await Task.Delay(50, cancellationToken);
        }
    }

    private static string Order(ReceivedRequest request)
    {
        using JsonDocument body = JsonDocument.Parse(request.Body);
        return body.RootElement.GetProperty("events")[0].GetProperty("data").GetProperty("custom_attributes").GetProperty("confirmationref").GetString()!;
    }

    private async Task<(SampleProcess Process, Uri Address)> StartProcessAsync(bool isWorker, CancellationToken cancellationToken)
    {
        SampleProcess process = SampleProcess.Start(
            "Queue",
            "--urls", "http://127.0.0.1:0",
            "--ConnectionStrings:RabbitMQ", Broker.AbsoluteUri,
            "--Worker", $"{isWorker}",
            "--Rokt:ApiKey", Api.ApiKey,
            "--Rokt:ApiSecret", Api.ApiSecret,
            "--Rokt:BaseAddress", Api.BaseAddress.AbsoluteUri);
        _processes.Add(process);
        string line = await process.ReadUntilAsync("Now listening on: ", cancellationToken);
        process.Drain();
        return (process, new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]));
    }
}
