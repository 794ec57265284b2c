using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rokt.EventApi.Benchmarks.Loss;

/// <summary>A server that loses the connections it has served once. What is lost without a word is dropped by the firewall, which takes root.</summary>
internal sealed class LossyServer : IDisposable
{
    private static readonly byte[] Accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _rules = [];
    private readonly ConnectionLoss _loss;
    private IPEndPoint? _last;

    public LossyServer(ConnectionLoss loss)
    {
        _loss = loss;
        _listener.Start();
        _ = AcceptAsync();
    }

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <summary>Loses what goes over the connection that was opened last, in both directions, and says nothing.</summary>
    public void Silence()
    {
        foreach ((int from, int to) in new[] { (_last!.Port, Port), (Port, _last.Port) })
        {
            string rule = $"-p tcp -s 127.0.0.1 --sport {from} -d 127.0.0.1 --dport {to} -j DROP";
            Firewall($"-I INPUT {rule}");
            _rules.Add(rule);
        }
    }

    public void Dispose()
    {
        foreach (string rule in _rules)
        {
            Firewall($"-D INPUT {rule}");
        }

        _listener.Dispose();
    }

    private static void Firewall(string arguments)
    {
        using Process process = Process.Start("iptables", arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("What is lost without a word is measured as root, with iptables.");
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket connection = await _listener.AcceptSocketAsync();
            _last = (IPEndPoint)connection.RemoteEndPoint!;
            _ = ServeAsync(connection);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using (connection)
        {
            connection.NoDelay = true;
            for (int request = 0; await ReadAsync(connection); request++)
            {
                if (request == 1 && _loss is (ConnectionLoss.Closed or ConnectionLoss.Reset))
                {
                    connection.LingerState = new LingerOption(_loss == ConnectionLoss.Reset, 0);
                    return;
                }

                await connection.SendAsync(Accepted);
            }
        }
    }

    private static async Task<bool> ReadAsync(Socket connection)
    {
        byte[] buffer = new byte[16 * 1024];
        int length = 0;
        while (true)
        {
            int read = await connection.ReceiveAsync(buffer.AsMemory(length));
            if (read == 0)
            {
                return false;
            }

            length += read;
            string text = Encoding.Latin1.GetString(buffer, 0, length);
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && length >= end + 4 + ContentLength(text[..end]))
            {
                return true;
            }
        }
    }

    private static int ContentLength(string head) => int.Parse(
        head.Split("\r\n").Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1],
        System.Globalization.CultureInfo.InvariantCulture);
}
