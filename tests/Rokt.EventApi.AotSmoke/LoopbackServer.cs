using System.Net;
using System.Net.Sockets;

namespace Rokt.EventApi.AotSmoke;

/// <summary>Responds with 503 once and with 202 from then on.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener = new();

    public LoopbackServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = RespondAsync();
    }

    public string Address { get; }

    public void Dispose() => _listener.Close();

    private async Task RespondAsync()
    {
        int statusCode = 503;
        while (_listener.IsListening)
        {
            HttpListenerContext context = await _listener.GetContextAsync();
            await context.Request.InputStream.CopyToAsync(Stream.Null);
            context.Response.StatusCode = statusCode;
            context.Response.Close();
            statusCode = 202;
        }
    }
}
