using System.Net;
using System.Net.Sockets;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>
/// Chooses ports for servers that start a while later, and start again. A port that the system chooses is one of those that it also gives
/// to connections that go out: one of these could take it before the server does, or while the server is down.
/// </summary>
internal static class LoopbackPort
{
    // Below those of outgoing connections (Linux: from 32,768; others: from 49,152).
    private const int First = 20_000;
    private const int Count = 10_000;

    /// <summary>Returns a port that nobody listens on.</summary>
    public static int Choose()
    {
        while (true)
        {
            int port = First + Random.Shared.Next(Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one, then.
            }
        }
    }
}
