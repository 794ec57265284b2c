using System.Net;
using System.Net.Sockets;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A way to a database that can go silent, as a cable that is cut: packets get lost, and nobody is told.</summary>
internal sealed class CutConnection : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly int _target;
    private volatile TaskCompletionSource? _silence;

    public CutConnection(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut() => _silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Restore()
    {
        TaskCompletionSource? silence = _silence;
        _silence = null;
        silence?.SetResult();
    }

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_ended.Token);
                _ = ForwardAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _ended.Token);
                await Task.WhenAny(CopyAsync(client.GetStream(), server.GetStream()), CopyAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // One of the two has gone.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, _ended.Token) is > 0 and int count)
        {
            if (_silence is { } silence)
            {
                await silence.Task.WaitAsync(_ended.Token);
            }

            await to.WriteAsync(buffer.AsMemory(0, count), _ended.Token);
        }
    }
}
