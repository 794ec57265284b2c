using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rokt.EventApi.ResponseFuzz;

/// <summary>Responds to each request with the response of its number, byte for byte.</summary>
internal sealed class FuzzServer : IAsyncDisposable
{
    private const string ReferencePrefix = "fuzz-";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _seed;
    private readonly Task _accepting;

    public FuzzServer(int seed)
    {
        _seed = seed;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static string Reference(int number) => ReferencePrefix + number.ToString("D9", CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                byte[] buffer = new byte[16 * 1024];
                while (await ReadNumberAsync(stream, buffer) is { } number)
                {
                    FuzzedResponse response = FuzzedResponse.Create(_seed, number);
                    await stream.WriteAsync(response.Bytes, _stop.Token);
                    if (response.EndsConnection)
                    {
                        client.LingerState = new LingerOption(response.IsReset, 0);
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The client hung up, or the run is over.
            }
        }
    }

    // A request of this run is small, and ends with its body's last brace.
    private async Task<int?> ReadNumberAsync(NetworkStream stream, byte[] buffer)
    {
        int length = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer.AsMemory(length), _stop.Token)) > 0)
        {
            length += read;
            ReadOnlySpan<byte> request = buffer.AsSpan(0, length);
            int reference = request.IndexOf(Encoding.ASCII.GetBytes(ReferencePrefix));
            if (reference >= 0 && request.EndsWith("}}}]}"u8))
            {
                return int.Parse(request.Slice(reference + ReferencePrefix.Length, 9), CultureInfo.InvariantCulture);
            }
        }

        return null;
    }
}
