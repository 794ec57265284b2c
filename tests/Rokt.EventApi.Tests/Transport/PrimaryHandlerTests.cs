using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Tests.EndToEnd;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Tests.Transport;

public sealed class PrimaryHandlerTests
{
    private static readonly Uri Address = new("https://s2s.us1.mparticle.com/v2/events");

    [Fact]
    public void Connections_are_renewed_within_minutes_so_that_a_change_of_the_hosts_addresses_is_seen()
    {
        using SocketsHttpHandler handler = PrimaryHandler.Create(Address);

        Assert.InRange(handler.PooledConnectionLifetime, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task The_containers_client_has_the_same_handler()
    {
        var services = new ServiceCollection();
        services.AddRoktEventApi(options => (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development));
        await using ServiceProvider provider = services.BuildServiceProvider();
        HttpMessageHandler handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("Rokt.EventApi");
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        using SocketsHttpHandler own = PrimaryHandler.Create(Address);
        var sockets = Assert.IsType<SocketsHttpHandler>(handler);
        Assert.Equal(
            (own.PooledConnectionLifetime, own.UseCookies, own.AllowAutoRedirect, own.AutomaticDecompression, own.UseProxy, own.ConnectCallback),
            (sockets.PooledConnectionLifetime, sockets.UseCookies, sockets.AllowAutoRedirect, sockets.AutomaticDecompression, sockets.UseProxy, sockets.ConnectCallback));
        Assert.IsType<TraceParentPropagator>(sockets.ActivityHeadersPropagator);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", false)]
    [InlineData("http://localhost:8080", false)]
    [InlineData("http://[::1]:8080", false)]
    [InlineData("https://localhost", false)]
    [InlineData("https://s2s.us1.mparticle.com", true)]
    public void Only_what_leaves_the_machine_goes_through_a_proxy(string address, bool usesProxy)
    {
        using SocketsHttpHandler handler = PrimaryHandler.Create(new Uri(address));

        Assert.Equal(usesProxy, handler.UseProxy);
    }

    [Fact]
    public async Task A_connection_whose_peer_is_gone_without_a_word_is_found_by_the_operating_system()
    {
        await using var server = new TcpServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(RawHttp.Accepted);
        });
        using SocketsHttpHandler handler = PrimaryHandler.Create(new Uri($"http://127.0.0.1:{server.Port}"));
        Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect = handler.ConnectCallback!;
        int keepAlive = 0;
        int keepAliveTime = 0;
        int unacknowledged = 0;
        bool delays = true;
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            var stream = Assert.IsType<NetworkStream>(await connect(context, cancellationToken));
            Socket socket = stream.Socket;
            delays = !socket.NoDelay;
            keepAlive = (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)!;
            keepAliveTime = (int)socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)!;
            if (OperatingSystem.IsLinux())
            {
                byte[] value = new byte[sizeof(int)];
                socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, 18, value);
                unacknowledged = BitConverter.ToInt32(value);
            }

            return stream;
        };
        using EventApiClient client = server.Client(handler: handler);

        await client.SendAsync(GuideExample.Event, TestContext.Current.CancellationToken);

        Assert.False(delays);
        Assert.NotEqual(0, keepAlive);
        Assert.InRange(keepAliveTime, 1, 60);
        Assert.True(!OperatingSystem.IsLinux() || unacknowledged is > 0 and < 10_000, $"{unacknowledged} ms");
    }
}
