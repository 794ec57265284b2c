using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rokt.EventApi.Tests.EndToEnd;

public sealed class TlsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_unavailable_at_once_and_nothing_is_sent()
    {
        using X509Certificate2 certificate = SelfSigned("CN=localhost");
        int connections = 0;
        await using var server = new TcpServer(async client =>
        {
            connections++;
            using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(certificate);
            Assert.Equal(0, await tls.ReadAsync(new byte[1]));
        });

        SendResult result = await SendAsync(server.Port);

        Assert.Equal((SendStatus.Unavailable, "certificate_invalid", 1), (result.Status, result.Errors[0].Code, result.Attempts));
        Assert.Equal(1, connections);
    }

    [Fact]
    public async Task A_handshake_that_breaks_is_retried()
    {
        int connections = 0;
        await using var server = new TcpServer(async client =>
        {
            connections++;
            await client.GetStream().WriteAsync("not TLS at all\r\n\r\n"u8.ToArray());
        });

        SendResult result = await SendAsync(server.Port);

        Assert.Equal((SendStatus.Unavailable, "tls_failed", 3), (result.Status, result.Errors[0].Code, result.Attempts));
        Assert.Equal(3, connections);
    }

    [Fact]
    public async Task A_refused_connection_is_retried_and_then_unavailable()
    {
        int port;
        await using (var server = new TcpServer(_ => Task.CompletedTask))
        {
            port = server.Port;
        }

        SendResult result = await SendAsync(port);

        Assert.Equal((SendStatus.Unavailable, "connection_failed", 3), (result.Status, result.Errors[0].Code, result.Attempts));
    }

    private static async Task<SendResult> SendAsync(int port)
    {
        var options = new EventApiOptions
        {
            ApiKey = "key",
            ApiSecret = "secret",
            Environment = EventEnvironment.Development,
            BaseAddress = new Uri($"https://localhost:{port}"),
            Retry = { MaxRetryAttempts = 2, BaseDelay = TimeSpan.FromMilliseconds(1) },
        };
        using var client = new EventApiClient(options);
        return await client.SendAsync(GuideExample.Event, Cancellation);
    }

    internal static X509Certificate2 SelfSigned(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
