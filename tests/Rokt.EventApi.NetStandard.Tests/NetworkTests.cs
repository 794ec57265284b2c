using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Rokt.EventApi.Tests.Sending;
using Rokt.EventApi.Transport;
using PrimaryHandler = Rokt.EventApi.Compatibility.PrimaryHandler;

namespace Rokt.EventApi.Tests.Transport;

/// <summary>What this build makes of .NET Framework's network failures.</summary>
public sealed class NetworkTests
{
    public static TheoryData<Exception?, string> Failures => new()
    {
        { new WebException("", WebExceptionStatus.NameResolutionFailure), "connection_failed" },
        { new WebException("", WebExceptionStatus.ProxyNameResolutionFailure), "connection_failed" },
        { new WebException("", WebExceptionStatus.ConnectFailure), "connection_failed" },
        { new WebException("", WebExceptionStatus.SecureChannelFailure), "tls_failed" },
        { new WebException("", WebExceptionStatus.SendFailure), "connection_lost" },
        { new WebException("", WebExceptionStatus.ReceiveFailure), "connection_lost" },
        { new WebException("", WebExceptionStatus.KeepAliveFailure), "connection_lost" },
        { new WebException("", WebExceptionStatus.ConnectionClosed), "connection_lost" },
        { new WebException("", WebExceptionStatus.ServerProtocolViolation), "connection_lost" },
        { new SocketException((int)SocketError.HostNotFound), "connection_failed" },
        { new AuthenticationException(), "tls_failed" },
        { new IOException("", new SocketException((int)SocketError.ConnectionReset)), "connection_lost" },
        { null, "connection_lost" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_is_classified_by_its_inner_exception(Exception? inner, string code)
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        test.Handler.Fail(new HttpRequestException("text of the exception", inner));

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, code), (result.Status, Assert.Single(result.Errors).Code));
    }

    [Fact]
    public async Task A_body_whose_reading_heeds_no_token_is_abandoned_all_the_same()
    {
        using var cancel = new CancellationTokenSource();
        await using var stream = new DeafStream();
        using var content = new StreamContent(stream);
        Task<ResponseBody> reading = ResponseBody.ReadAsync(content, cancel.Token).AsTask();
        await stream.IsRead.WaitAsync(TestContext.Current.CancellationToken);

        Assert.False(reading.IsCompleted);
        await cancel.CancelAsync();

        Assert.Empty((await reading.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Errors);
    }

    [Fact]
    public async Task Of_the_host_connections_are_renewed_and_nothing_is_waited_for()
    {
        var address = new Uri("http://127.0.0.1:9/v2/events");
        using var http = new HttpClient(PrimaryHandler.Create(address));
        using var content = new ByteArrayContent([]);
#pragma warning disable SYSLIB0014 // It is what .NET Framework goes by.
        ServicePoint host = ServicePointManager.FindServicePoint(address); // Kept from here: the framework itself forgets it with the next collection.
#pragma warning restore SYSLIB0014

        await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(address, content, TestContext.Current.CancellationToken));

        Assert.Equal((120_000, false, false), (host.ConnectionLeaseTimeout, host.Expect100Continue, host.UseNagleAlgorithm));
    }
}
