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
    private int _left;

    /// <param name="response">The response's head; null for none.</param>
    /// <param name="isTls">Whether it speaks TLS, with a certificate that it signed itself.</param>
    /// <param name="times">How many responses there are; then connections end without one.</param>
    public BrokenServer(string? response, bool isTls = false, int times = int.MaxValue)
    {
        _left = times;
        _response = response;
        _certificate = isTls ? SelfSigned() : null;
        _listener.Start();
        _ = Task.Run(ListenAsync);
    }

    public Uri Address => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

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

            // Head and body arrive together or in two parts.
            byte[] buffer = new byte[64 * 1024];
            var request = new StringBuilder();
            while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                int read = await stream.ReadAsync(buffer, _ending.Token);
                if (read == 0)
                {
                    return;
                }

                request.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }

            if (Interlocked.Decrement(ref _left) < 0)
            {
                return;
            }

            if (_response is null)
            {
                await Task.Delay(Timeout.Infinite, _ending.Token);
            }

            await stream.WriteAsync(Encoding.Latin1.GetBytes(_response + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), _ending.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            // The client went away.
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=proxy.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
