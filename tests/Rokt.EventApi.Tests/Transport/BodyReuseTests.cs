using System.Text;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Transport;

/// <summary>A body's memory serves one event after the other, but never two at once.</summary>
public sealed class BodyReuseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_attempt_that_was_abandoned_while_it_still_writes_its_body_writes_no_other_events()
    {
        using var connection = new SlowConnection();
        using var handler = new AbandoningHandler(connection);
        using EventApiClient client = Create(handler);

        await client.SendAsync(Event("first"), Cancellation);
        handler.Connection = null;
        await client.SendAsync(Event("second"), Cancellation);
        connection.Gate.SetResult();
        await handler.Writing!;

        Assert.Contains("first", Encoding.UTF8.GetString(connection.ToArray()), StringComparison.Ordinal);
        Assert.DoesNotContain("second", Encoding.UTF8.GetString(connection.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_cannot_be_read_once_its_send_is_over()
    {
        using var handler = new AbandoningHandler(null);
        using EventApiClient client = Create(handler);

        await client.SendAsync(Event("first"), Cancellation);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => handler.Content!.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_handler_that_reads_the_body_without_waiting_reads_it_as_often_as_it_likes_but_not_once_its_send_is_over()
    {
        using var handler = new SynchronousHandler();
        using EventApiClient client = Create(handler);

        SendResult result = await client.SendAsync(Event("first"), Cancellation);

        Assert.Equal(Build.WritesSynchronously ? SendStatus.Accepted : SendStatus.Unavailable, result.Status);
        Assert.Equal(Build.WritesSynchronously, handler.Body.Contains("first", StringComparison.Ordinal));
        Assert.Throws<ObjectDisposedException>(() => handler.Content!.CopyTo(Stream.Null, null, Cancellation));
    }

    [Fact]
    public async Task Once_its_send_is_over_the_memory_of_a_body_holds_nothing_of_the_event()
    {
        using var connection = new KeepingConnection();
        using var handler = new WritingHandler(connection);
        using EventApiClient client = Create(handler);

        await client.SendAsync(Event("first"), Cancellation);

        Assert.Contains("first", connection.Text, StringComparison.Ordinal);
        Assert.Equal(new byte[connection.Written.Length], connection.Written.ToArray());
    }

    private static ConversionEvent Event(string name) => ConversionEvent.CreateBuilder().WithEmail($"{name}@example.com").WithConfirmationRef(name).Build();

    private static EventApiClient Create(HttpMessageHandler handler) => new(
        new EventApiOptions { ApiKey = "key", ApiSecret = "secret", Pod = Pod.US1, Environment = EventEnvironment.Development, Retry = { MaxRetryAttempts = 0 } },
        handler: handler);

    private sealed class AbandoningHandler(Stream? connection) : HttpMessageHandler
    {
        public Stream? Connection { get; set; } = connection;

        public Task? Writing { get; private set; }

        public HttpContent? Content { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Content = request.Content;
            if (Connection is null)
            {
                return Task.FromResult(ScriptedHandler.Response(202));
            }

            Writing = request.Content!.CopyToAsync(Connection, CancellationToken.None);
            return Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.ResponseEnded));
        }
    }

    private sealed class SynchronousHandler : HttpMessageHandler
    {
        public HttpContent? Content { get; private set; }

        public string Body { get; private set; } = "";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Content = request.Content;
            Content!.CopyTo(Stream.Null, null, cancellationToken);
            using var connection = new MemoryStream();
            Content.CopyTo(connection, null, cancellationToken);
            Body = Encoding.UTF8.GetString(connection.ToArray());
            return Task.FromResult(ScriptedHandler.Response(202));
        }
    }

    private sealed class WritingHandler(Stream connection) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(connection, cancellationToken);
            return ScriptedHandler.Response(202);
        }
    }

    private sealed class KeepingConnection : MemoryStream
    {
        public ReadOnlyMemory<byte> Written { get; private set; }

        public string Text { get; private set; } = "";

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            (Written, Text) = (buffer, Encoding.UTF8.GetString(buffer.Span));
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    private sealed class SlowConnection : MemoryStream
    {
        public TaskCompletionSource Gate { get; } = new();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Gate.Task.WaitAsync(cancellationToken);
            Write(buffer.Span);
        }
    }
}
