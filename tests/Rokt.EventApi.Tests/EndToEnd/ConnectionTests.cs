using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.Tests.EndToEnd;

/// <summary>What the client's own connections do, and leave be.</summary>
public sealed class ConnectionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_is_kept_open_and_carries_no_cookie_of_an_earlier_response()
    {
        var requests = new ConcurrentQueue<IReadOnlyList<string>>();
        int connections = 0;
        await using var server = new TcpServer(async connection =>
        {
            Interlocked.Increment(ref connections);
            while (await connection.ReadRequestAsync() is { } request)
            {
                requests.Enqueue(request);
                await connection.WriteAsync("HTTP/1.1 202 Accepted\r\nSet-Cookie: session=zqxmark; Path=/\r\nContent-Length: 0\r\n\r\n");
            }
        });
        using EventApiClient client = server.Client();

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(SendStatus.Accepted, (await client.SendAsync(GuideExample.Event, Cancellation)).Status);
        }

        Assert.Equal((3, 1), (requests.Count, connections));
        Assert.All(requests.SelectMany(request => request), header => Assert.DoesNotContain("zqxmark", header, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_compressed_body_is_neither_asked_for_nor_unpacked()
    {
        byte[] packed = GZip("""{"errors":[{"code":"UNPACKED","message":"a small body may unpack to any size"}]}"""u8);
        IReadOnlyList<string>? request = null;
        await using var server = new TcpServer(async connection =>
        {
            request = await connection.ReadRequestAsync();
            await connection.WriteAsync($"HTTP/1.1 400 Bad Request\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n");
            await connection.GetStream().WriteAsync(packed);
        });
        using EventApiClient client = server.Client();

        SendResult result = await client.SendAsync(GuideExample.Event, Cancellation);

        Assert.DoesNotContain(request!, header => header.StartsWith("Accept-Encoding", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("unreadable_body", Assert.Single(result.Errors).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_to_this_machine_goes_past_the_proxy_of_the_environment(bool isFromContainer)
    {
        int proxied = 0;
        await using var proxyServer = new TcpServer(async connection =>
        {
            Interlocked.Increment(ref proxied);
            await connection.ReadRequestAsync();
            await connection.WriteAsync(RawHttp.Accepted);
        });
        await using var server = new TcpServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(RawHttp.Accepted);
        });
        using var environment = new EnvironmentProxy(proxyServer.Port, address => address.Port == server.Port);
        var services = new ServiceCollection();
        services.AddRoktEventApi(server.Configure);
        await using ServiceProvider provider = services.BuildServiceProvider();
        using EventApiClient own = server.Client();

        SendResult result = await (isFromContainer ? provider.GetRequiredService<IEventApiClient>() : own).SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal((SendStatus.Accepted, 0), (result.Status, proxied));
    }

    [Fact]
    public async Task A_request_elsewhere_goes_through_the_proxy_of_the_environment()
    {
        string? tunnel = null;
        await using var proxyServer = new TcpServer(async connection => tunnel = (await connection.ReadRequestAsync())?[0]);
        using var environment = new EnvironmentProxy(proxyServer.Port, address => address.Host == "gateway.invalid");
        using EventApiClient client = proxyServer.Client(options =>
        {
            options.BaseAddress = new Uri("https://gateway.invalid");
            options.Retry.MaxRetryAttempts = 0;
        });

        await client.SendAsync(GuideExample.Event, Cancellation);

        Assert.StartsWith("CONNECT gateway.invalid:443 ", tunnel, StringComparison.Ordinal);
    }

    private static byte[] GZip(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>As with <c>http_proxy</c> set, for the addresses of one test; those of the tests beside it go past it.</summary>
    private sealed class EnvironmentProxy : IWebProxy, IDisposable
    {
        private readonly Uri _proxy;
        private readonly Func<Uri, bool> _isMeant;
        private readonly IWebProxy _before = HttpClient.DefaultProxy;

        public EnvironmentProxy(int port, Func<Uri, bool> isMeant)
        {
            (_proxy, _isMeant) = (new Uri($"http://127.0.0.1:{port}"), isMeant);
            HttpClient.DefaultProxy = this;
        }

        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => _isMeant(destination) ? _proxy : _before.GetProxy(destination);

        public bool IsBypassed(Uri host) => !_isMeant(host) && _before.IsBypassed(host);

        public void Dispose() => HttpClient.DefaultProxy = _before;
    }
}
