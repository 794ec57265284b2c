using System.Text;
using RabbitMQ.Client;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Tests.Samples;

namespace Rokt.EventApi.Queue.Tests;

/// <summary>samples/Queue against the real broker.</summary>
public sealed class QueueTests(RabbitServer server) : IDisposable
{
    private const string Conversions = "rokt.conversions";
    private const string Rejected = $"{Conversions}.rejected";
    private const int Prefetch = 64;

    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromMinutes(10));

    public void Dispose() => _timeout.Dispose();

    [Fact]
    public async Task A_worker_that_is_killed_in_the_middle_loses_nothing()
    {
        await using Shop shop = await Shop.StartAsync(server, _timeout.Token);
        string[] orders = Orders(600);
        (SampleProcess killed, Task checkout) = await DeliverAsync(shop, orders);

        killed.Dispose();
        int delivered = shop.Accepted.Count;
        await shop.StartWorkerAsync(_timeout.Token);
        await checkout;
        await shop.UntilAcceptedAsync(orders, _timeout.Token);

        Assert.InRange(delivered, 1, orders.Length - 1);
        Assert.All(shop.Accepted, order => Assert.Single(order.Distinct()));
        Assert.InRange(shop.Accepted.Sum(order => order.Count()) - orders.Length, 0, Prefetch);
        await AssertNothingIsLeftAsync(shop);
    }

    [Fact]
    public async Task A_worker_that_is_stopped_repeats_nothing()
    {
        await using Shop shop = await Shop.StartAsync(server, _timeout.Token);
        string[] orders = Orders(300);
        (SampleProcess stopped, Task checkout) = await DeliverAsync(shop, orders);

        Assert.Equal(0, await stopped.EndAsync(_timeout.Token));
        Assert.InRange(shop.Accepted.Count, 1, orders.Length - 1);
        await shop.StartWorkerAsync(_timeout.Token);
        await checkout;
        await shop.UntilAcceptedAsync(orders, _timeout.Token);

        Assert.All(shop.Accepted, order => Assert.Single(order));
        await AssertNothingIsLeftAsync(shop);
    }

    [Fact]
    public async Task A_broker_that_crashes_loses_nothing_and_fails_no_checkout()
    {
        await using Shop shop = await Shop.StartAsync(server, _timeout.Token);
        string[] orders = Orders(100);
        await shop.CheckoutAsync(orders, _timeout.Token);

        await server.KillAsync();
        await shop.CheckoutAsync("while-the-broker-is-down", _timeout.Token).WaitAsync(TimeSpan.FromMinutes(1), _timeout.Token);
        await server.StartAsync(_timeout.Token);
        await shop.StartWorkerAsync(_timeout.Token);
        await shop.UntilAcceptedAsync(orders, _timeout.Token);
    }

    [Fact]
    public async Task What_the_API_rejects_is_kept_with_the_reason_and_not_sent_again()
    {
        await using Shop shop = await Shop.StartAsync(server, _timeout.Token);
        shop.Api.Arm(SandboxFault.Status(400, body: """{"errors":[{"code":"BAD_REQUEST","message":"john.doe@example.com is no address."}]}"""));
        await shop.StartWorkerAsync(_timeout.Token);

        await shop.CheckoutAsync("bad", _timeout.Token);
        await shop.UntilCountAsync(Rejected, 1, _timeout.Token);
        await shop.CheckoutAsync("good", _timeout.Token);
        await shop.UntilAcceptedAsync(["good"], _timeout.Token);

        BasicGetResult rejected = (await shop.Channel.BasicGetAsync(Rejected, autoAck: true, _timeout.Token))!;
        Assert.Equal(shop.Api.Requests[0].BodyText, Encoding.UTF8.GetString(rejected.Body.Span));
        Assert.Equal("BadRequest BAD_REQUEST", Encoding.UTF8.GetString((byte[])rejected.BasicProperties.Headers!["reason"]!));
        Assert.Equal(2, shop.Api.Requests.Count);
        await AssertNothingIsLeftAsync(shop);
    }

    [Fact]
    public async Task What_is_unavailable_waits_for_as_long_as_the_API_asks_for()
    {
        await using Shop shop = await Shop.StartAsync(server, _timeout.Token);
        shop.Api.Arm(SandboxFault.Status(429, retryAfter: TimeSpan.FromSeconds(4)));
        await shop.StartWorkerAsync(_timeout.Token);

        await shop.CheckoutAsync("order", _timeout.Token);
        await shop.UntilAcceptedAsync(["order"], _timeout.Token);

        IReadOnlyList<ReceivedRequest> requests = shop.Api.Requests;
        Assert.Equal([429, 202], requests.Select(request => request.StatusCode));
        Assert.True(requests[1].ReceivedAt - requests[0].ReceivedAt >= TimeSpan.FromSeconds(4));
        Assert.Equal(requests[0].BodyText, requests[1].BodyText);
        await AssertNothingIsLeftAsync(shop);
    }

    [Fact]
    public async Task Without_Retry_After_the_waits_grow()
    {
        await using Shop shop = await Shop.StartAsync(server, _timeout.Token);
        shop.Api.Arm(SandboxFault.Status(503, times: 2));
        await shop.StartWorkerAsync(_timeout.Token);

        await shop.CheckoutAsync("order", _timeout.Token);
        await shop.UntilAcceptedAsync(["order"], _timeout.Token);

        IReadOnlyList<ReceivedRequest> requests = shop.Api.Requests;
        Assert.True(requests[1].ReceivedAt - requests[0].ReceivedAt >= TimeSpan.FromSeconds(2));
        Assert.True(requests[2].ReceivedAt - requests[1].ReceivedAt >= TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_long_wait_holds_up_no_short_one()
    {
        await using Shop shop = await Shop.StartAsync(server, _timeout.Token);
        shop.Api.Arm(SandboxFault.Status(503, retryAfter: TimeSpan.FromMinutes(30)));
        await shop.StartWorkerAsync(_timeout.Token);

        await shop.CheckoutAsync("long", _timeout.Token);
        await shop.UntilCountAsync($"{Conversions}.wait.2048", 1, _timeout.Token);
        shop.Api.Arm(SandboxFault.Status(503));
        await shop.CheckoutAsync("short", _timeout.Token);
        await shop.UntilAcceptedAsync(["short"], _timeout.Token);

        Assert.False(shop.Accepted.Contains("long"));
        Assert.Equal(1u, await shop.Channel.MessageCountAsync($"{Conversions}.wait.2048", _timeout.Token));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_wrong_secret_rejects_no_conversion(int statusCode)
    {
        await using Shop shop = await Shop.StartAsync(server, _timeout.Token);
        shop.Api.Arm(SandboxFault.Status(statusCode));
        await shop.StartWorkerAsync(_timeout.Token);

        await shop.CheckoutAsync("order", _timeout.Token);
        await shop.UntilAcceptedAsync(["order"], _timeout.Token);

        Assert.Equal([statusCode, 202], shop.Api.Requests.Select(request => request.StatusCode));
        await AssertNothingIsLeftAsync(shop);
    }

    [Fact]
    public async Task What_cannot_be_put_into_a_queue_to_wait_is_not_sent_again_at_once()
    {
        await using Shop shop = await Shop.StartAsync(server, _timeout.Token);
        shop.Api.Arm(SandboxFault.Status(503));
        await shop.StartWorkerAsync(_timeout.Token);
        await shop.Channel.QueueDeleteAsync($"{Conversions}.wait.2", cancellationToken: _timeout.Token);

        await shop.CheckoutAsync("order", _timeout.Token);
        await shop.UntilAcceptedAsync(["order"], _timeout.Token);

        IReadOnlyList<ReceivedRequest> requests = shop.Api.Requests;
        Assert.Equal([503, 202], requests.Select(request => request.StatusCode));
        Assert.True(requests[1].ReceivedAt - requests[0].ReceivedAt >= TimeSpan.FromSeconds(5));
        await AssertNothingIsLeftAsync(shop);
    }

    [Fact]
    public async Task A_message_that_is_no_conversion_is_kept_apart()
    {
        await using Shop shop = await Shop.StartAsync(server, _timeout.Token);
        await shop.Channel.BasicPublishAsync(exchange: "", Conversions, Encoding.UTF8.GetBytes("{\"order\":1}"), _timeout.Token);

        await shop.StartWorkerAsync(_timeout.Token);
        await shop.CheckoutAsync("order", _timeout.Token);
        await shop.UntilAcceptedAsync(["order"], _timeout.Token);

        await shop.UntilCountAsync(Rejected, 1, _timeout.Token);
        Assert.Single(shop.Api.Requests);
    }

    [Fact]
    public void It_has_fewer_than_120_lines() =>
        Assert.InRange(Directory.EnumerateFiles(SampleProcess.Folder("Queue"), "*.cs").Sum(file => File.ReadLines(file).Count()), 1, 119);

    private static string[] Orders(int count) => [.. Enumerable.Range(1, count).Select(number => $"order-{number}")];

    // In the middle of the orders when it completes.
    private async Task<(SampleProcess Worker, Task Checkout)> DeliverAsync(Shop shop, string[] orders)
    {
        shop.Api.Arm(SandboxFault.Delay(TimeSpan.FromMilliseconds(100), times: int.MaxValue));
        SampleProcess worker = await shop.StartWorkerAsync(_timeout.Token);
        Task checkout = shop.CheckoutAsync(orders, _timeout.Token);
        await Shop.UntilAsync(() => Task.FromResult(shop.Api.Requests.Count >= 100), _timeout.Token);
        return (worker, checkout);
    }

    // Stops the workers by ending the shop first, so that what one of them holds would be counted.
    private async Task AssertNothingIsLeftAsync(Shop shop)
    {
        await shop.EndAsync(_timeout.Token);
        Assert.Equal(0u, await shop.Channel.MessageCountAsync(Conversions, _timeout.Token));
        Assert.Equal(0u, await shop.Channel.MessageCountAsync(Rejected, _timeout.Token));
    }
}
