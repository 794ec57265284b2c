using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Rokt.EventApi.Tests.EndToEnd;

/// <summary>HTTP as it is on the wire, for servers that do with it what no web server would.</summary>
internal static class RawHttp
{
    public const string Accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";

    /// <summary>Reads a request, body included.</summary>
    /// <returns>Its request line and headers; null when the client closed the connection instead.</returns>
    public static async Task<IReadOnlyList<string>?> ReadRequestAsync(this TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8, leaveOpen: true);
        var lines = new List<string>();
        int length = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            lines.Add(line);
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(line.AsSpan("Content-Length:".Length), CultureInfo.InvariantCulture);
            }
        }

        if (length > 0)
        {
            await reader.ReadBlockAsync(new char[length]);
        }

        return lines.Count == 0 ? null : lines;
    }

    public static async Task WriteAsync(this TcpClient client, string text) =>
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>A client for a server on this machine.</summary>
    public static EventApiClient Client(this TcpServer server, Action<EventApiOptions>? configure = null, HttpMessageHandler? handler = null)
    {
        var options = new EventApiOptions();
        server.Configure(options);
        configure?.Invoke(options);
        return new EventApiClient(options, handler: handler);
    }

    public static void Configure(this TcpServer server, EventApiOptions options)
    {
        (options.ApiKey, options.ApiSecret, options.Environment) = ("key", "secret", EventEnvironment.Development);
        options.BaseAddress = new Uri($"http://127.0.0.1:{server.Port}");
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
    }
}
