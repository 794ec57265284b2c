using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>A server on loopback that responds to every request with the same text, or not at all.</summary>
internal sealed class BrokenServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly string? _response;
    private readonly X509Certificate2? _certificate;
    private readonly Task _until;
    private readonly int _times;
    private int _requests;

    /// <param name="response">The response's head; null for none.</param>
    /// <param name="isTls">Whether it speaks TLS, with a certificate that it signed itself.</param>
    /// <param name="times">How many responses there are; then connections end without one.</param>
    /// <param name="until">What responses wait for; null for nothing.</param>
    public BrokenServer(string? response, bool isTls = false, int times = int.MaxValue, Task? until = null)
    {
        _times = times;
        _until = until ?? Task.CompletedTask;
        _response = response;
        _certificate = isTls ? SelfSigned() : null;
        _listener.Start();
        _ = Task.Run(ListenAsync);
    }

    public Uri Address => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Gets how many requests have arrived, responded to or not.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
        _certificate?.Dispose();
        _ending.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_ending.Token);
                _ = Task.Run(() => RespondAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task RespondAsync(TcpClient client)
    {
        try
        {
            using TcpClient connection = client;
            Stream stream = connection.GetStream();
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
            }

            // Head and body arrive together or in two parts. A connection that is closed before it was read to the end is reset, and
            // that may overtake the response.
            byte[] buffer = new byte[64 * 1024];
            var request = new StringBuilder();
            while (!IsWhole(request.ToString()))
            {
                int read = await stream.ReadAsync(buffer, _ending.Token);
                if (read == 0)
                {
                    return;
                }

                request.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }

            if (Interlocked.Increment(ref _requests) > _times)
            {
                return;
            }

            if (_response is null)
            {
                await Task.Delay(Timeout.Infinite, _ending.Token);
            }

            await _until.WaitAsync(_ending.Token);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(_response + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), _ending.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            // The client went away.
        }
    }

    private static bool IsWhole(string request)
    {
        const string HeadEnd = "\r\n\r\n";
        const string LengthName = "\r\nContent-Length: ";
        int end = request.IndexOf(HeadEnd, StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        int length = request.IndexOf(LengthName, 0, end, StringComparison.OrdinalIgnoreCase);
        int bodyLength = length < 0 ? 0 : int.Parse(request[(length + LengthName.Length)..].Split('\r')[0], CultureInfo.InvariantCulture);
        return request.Length >= end + HeadEnd.Length + bodyLength;
    }

    private static X509Certificate2 SelfSigned()
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=proxy.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
