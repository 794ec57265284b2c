using System.Net.Sockets;

namespace Rokt.EventApi.Transport;

/// <summary>
/// Opens connections as the framework does, with TCP options that find a peer which is gone without a word: a load balancer
/// that forgot the connection, or the other end of a process that was frozen and thawed. They cost a live connection nothing.
/// </summary>
internal static class Connection
{
    /// <summary>How long data may go unacknowledged. The peer's kernel acknowledges what arrives even when the response takes long.</summary>
    public const int UnacknowledgedMilliseconds = 3000;

    public const int KeepAliveAfterSeconds = 15;
    public const int KeepAliveIntervalSeconds = 2;
    public const int KeepAliveProbes = 3;

    private static readonly HttpRequestOptionsKey<bool> Opened = new("Rokt.EventApi.ConnectionOpened");

    /// <summary>Whether a connection was opened for the request; else it went over one that was kept open.</summary>
    public static bool WasOpenedFor(HttpRequestMessage request) => request.Options.TryGetValue(Opened, out bool isOpened) && isOpened;

    public static async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        context.InitialRequestMessage.Options.Set(Opened, true);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);

            // Not before: on Unix, .NET 8 refuses to try a host's addresses with a socket that has such options.
            FindLostPeers(socket);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void FindLostPeers(Socket socket)
    {
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveAfterSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveIntervalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
            if (OperatingSystem.IsLinux())
            {
                const int TcpUserTimeout = 18;
                socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpUserTimeout, BitConverter.GetBytes(UnacknowledgedMilliseconds));
            }
        }
        catch (SocketException)
        {
            // An operating system without one of them still connects.
        }
    }
}
