using System.Net;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>What is kept of the requests, and waiting for them.</summary>
public sealed class KeepingTests
{
    private static readonly string Body = RawClient.Body("guide-example");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waiting_ends_with_the_request_that_was_waited_for()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        Task<IReadOnlyList<ReceivedRequest>> second = sandbox.WaitForRequestsAsync(2, Cancellation);

        await client.PostAsync(Body);
        Assert.Single(await sandbox.WaitForRequestsAsync(1, Cancellation));
        Assert.False(second.IsCompleted);
        await client.PostAsync(Body);

        Assert.Equal([1, 2], (await second).Select(request => request.Number));
    }

    [Fact]
    public async Task Waiting_can_be_canceled()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var canceled = new CancellationTokenSource();
        Task waiting = sandbox.WaitForRequestsAsync(1, canceled.Token);

        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_request_whose_client_stopped_waiting_is_kept_and_counts_as_taken()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        using var impatient = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        sandbox.Arm(SandboxFault.Delay(TimeSpan.FromHours(1)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient.SendAsync(client.Request(Body), Cancellation));
        await sandbox.WaitForRequestsAsync(1, Cancellation);
        await client.PostAsync(Body);

        Assert.Equal([(null, 1, null), (202, 2, 1)], sandbox.Requests.Select(request => (request.StatusCode, request.Attempt, request.DuplicateOf)));
    }

    [Fact]
    public async Task Only_the_last_requests_are_kept_and_the_numbers_continue()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { MaxRequestsKept = 3 }, Cancellation);
        using var client = new RawClient(sandbox);

        for (int i = 0; i < 5; i++)
        {
            await client.PostAsync(Body);
        }

        Assert.Equal([3, 4, 5], (await sandbox.WaitForRequestsAsync(5, Cancellation)).Select(request => request.Number));
    }

    [Fact]
    public async Task Clearing_forgets_requests_and_faults_and_counts_from_zero()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        await client.PostAsync(Body);
        sandbox.Arm(SandboxFault.Status(500));

        sandbox.Clear();
        Task<IReadOnlyList<ReceivedRequest>> next = sandbox.WaitForRequestsAsync(1, Cancellation);
        Assert.False(next.IsCompleted);
        HttpResponseMessage response = await client.PostAsync(Body);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(2, Assert.Single(await next).Number);
    }

    [Fact]
    public async Task A_request_and_a_finding_describe_themselves_without_personal_data()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        await client.PostAsync(RawClient.Body("complete").Replace("USD", "zqxmark", StringComparison.Ordinal));

        ReceivedRequest request = Assert.Single(sandbox.Requests);
        Assert.Equal($"Request 1: {request.Body.Length} bytes, status 202, 0 refused, 1 against the guide, 0 advice", request.ToString());
        Assert.Equal(
            "events[0].data.custom_attributes.currency: must be a currency code of three ASCII letters, such as USD.", request.Findings[0].ToString());
    }

    [Fact]
    public async Task It_listens_on_loopback_and_says_when_the_port_is_taken()
    {
        await using EventApiSandbox first = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        Assert.True(first.BaseAddress.IsLoopback);

        await Assert.ThrowsAnyAsync<IOException>(() => EventApiSandbox.StartAsync(new EventApiSandboxOptions { Port = first.BaseAddress.Port }, Cancellation));
    }

    [Fact]
    public async Task It_stops_even_while_a_client_is_waiting_for_its_response()
    {
        EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Delay(TimeSpan.FromHours(1)));
        Task<HttpResponseMessage> sending = client.PostAsync(Body);

        await sandbox.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => sending);
    }
}
