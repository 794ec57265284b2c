using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Rokt.EventApi.Fields;
using Rokt.EventApi.Tests.EndToEnd;
using Rokt.EventApi.Tests.RateLimiting;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Diagnostics;

/// <summary>
/// An event made of marks goes through every outcome and failure path; no mark appears in a log line, span, metric, exception or
/// <see cref="object.ToString"/>. The outbox's paths have the same test in its own project.
/// </summary>
public sealed class PrivacyTests
{
    private const string Mark = Disclosure.Mark;
    private const string Echo = $$"""{"errors":[{"code":"{{Mark}}@EXAMPLE","message":"{{Mark}} is wrong"},{"code":"{{Mark}} 1","message":"m"},{"code":"{{Mark}}","message":"m"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(202, "accepted")]
    [InlineData(200, "accepted")]
    [InlineData(204, "accepted")]
    [InlineData(301, "rejected")]
    [InlineData(307, "rejected")]
    [InlineData(400, "rejected")]
    [InlineData(401, "rejected")]
    [InlineData(403, "rejected")]
    [InlineData(413, "rejected")]
    [InlineData(408, "Retrying")]
    [InlineData(429, "Retrying")]
    [InlineData(500, "Retrying")]
    [InlineData(503, "Retrying")]
    public async Task Whatever_status_the_server_responds_with_and_quotes(int statusCode, string evidence)
    {
        await using var disclosure = new Disclosure();
        foreach (string body in (string[])[Echo, Mark, $"<html>{Mark}</html>", $"\"{Mark}", ""])
        {
            for (int attempt = 0; attempt < 4; attempt++)
            {
                HttpResponseMessage response = ScriptedHandler.Response(statusCode, retryAfter: "1", new StringContent(body, Encoding.UTF8, "application/json"));
                response.Headers.TryAddWithoutValidation("Location", $"https://{Mark}.example/");
                response.Headers.TryAddWithoutValidation("Set-Cookie", $"session={Mark}");
                disclosure.Handler.Add(_ => Task.FromResult(response));
            }

            await disclosure.SendAsync();
            while (disclosure.Handler.TrySkip())
            {
            }
        }

        await disclosure.AssertNothingIsDisclosedAsync(evidence, "span rokt.event_api.send", "rokt.event_api.sends", "rokt.event_api.attempts");
    }

    public static TheoryData<Exception, string> Failures => new()
    {
        { new HttpRequestException(HttpRequestError.NameResolutionError, Mark), "connection_" },
        { new HttpRequestException(HttpRequestError.ConnectionError, Mark), "connection_" },
        { new HttpRequestException(HttpRequestError.SecureConnectionError, Mark, new System.Security.Authentication.AuthenticationException(Mark)), "tls_failed" },
        { new HttpRequestException(HttpRequestError.ProxyTunnelError, Mark), "connection_" },
        { new HttpRequestException(HttpRequestError.ResponseEnded, Mark, new IOException(Mark)), "connection_lost" },
        { new IOException(Mark), "connection_lost" },
        { new TaskCanceledException(Mark), "timeout" },
        { new InvalidOperationException(Mark, new InvalidOperationException(Mark)), "handler_failed" },
        { new ObjectDisposedException(Mark), "handler_failed" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Whatever_the_network_or_a_handler_throws(Exception failure, string evidence)
    {
        await using var disclosure = new Disclosure();
        await disclosure.SendAsync();
        disclosure.Handler.Fail(failure, times: 4);

        await disclosure.SendAsync();

        await disclosure.AssertNothingIsDisclosedAsync(evidence);
    }

    [Fact]
    public async Task A_response_that_does_not_come()
    {
        await using var disclosure = new Disclosure(options => options.Retry.MaxRetryAttempts = 1);
        disclosure.Handler.Hang(() => disclosure.Clock.Advance(Disclosure.AttemptTimeout));
        disclosure.Handler.Hang(() => disclosure.Clock.Advance(Disclosure.AttemptTimeout));

        await disclosure.SendAsync();

        await disclosure.AssertNothingIsDisclosedAsync("timeout", "Retrying");
    }

    [Fact]
    public async Task The_rate_limit_the_hold_and_the_open_circuit()
    {
        await using var disclosure = new Disclosure(options =>
        {
            options.Retry.MaxRetryAttempts = 0;
            options.CircuitBreaker.Enabled = true;
            (options.CircuitBreaker.MinimumThroughput, options.CircuitBreaker.FailureRatio) = (2, 0.5);
        });
        disclosure.Limiter.Refuse(null);
        await disclosure.SendAsync();
        disclosure.Limiter.Refuse(TimeSpan.FromSeconds(1));
        await disclosure.SendAsync();
        disclosure.Handler.Respond(429, retryAfter: "3000");
        await disclosure.SendAsync();
        await disclosure.SendAsync();
        disclosure.Clock.Advance(TimeSpan.FromHours(2));
        disclosure.Handler.Respond(503, times: 2);
        await disclosure.SendAsync();
        await disclosure.SendAsync();
        await disclosure.SendAsync();

        await disclosure.AssertNothingIsDisclosedAsync("rate_limit", "429", "circuit_open", "rokt.event_api.rate_limit.wait.duration");
    }

    [Fact]
    public async Task A_rotation_of_the_credentials()
    {
        await using var disclosure = new Disclosure(options => options.Retry.MaxRetryAttempts = 0);
        disclosure.Handler.RespondWithBody(403, Echo);
        await disclosure.SendAsync();
        disclosure.Rotate();
        await disclosure.SendAsync();

        Assert.Equal(2, disclosure.Handler.Authorizations.Distinct().Count());
        await disclosure.AssertNothingIsDisclosedAsync("CredentialsRotated", "403", "health Degraded", "health Healthy");
    }

    [Fact]
    public async Task What_the_code_of_the_application_throws()
    {
        await using var filtered = new Disclosure(options => options.BeforeSend = conversion => throw new InvalidOperationException($"{conversion.Email} {Mark}"));
        await filtered.SendAsync();
        await filtered.AssertNothingIsDisclosedAsync("before_send_failed", "BeforeSendFailed");

        using var limiter = new ScriptedLimiter { Failure = new InvalidOperationException(Mark) };
        await using var limited = new Disclosure(options => options.RateLimit.RateLimiter = limiter);
        await limited.SendAsync();
        await limited.AssertNothingIsDisclosedAsync("rate_limiter_failed");
    }

    [Fact]
    public void Every_field_is_marked_but_the_digests_of_marked_values_and_those_that_can_hold_no_mark()
    {
        ConversionEvent marked = Disclosure.Marked().Build();

        Assert.Equal(
            [
                "environment", "events[0].data.timestamp_unixtime_ms", "user_attributes.billingzipsha256", "user_attributes.firstnamesha256",
                "user_attributes.lastnamesha256", "user_attributes.mobilesha256",
            ],
            ConversionFields.All.Where(field => !field.IsSet(marked)).Select(field => field.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Batches_and_streams()
    {
        await using var disclosure = new Disclosure(options => options.Retry.MaxRetryAttempts = 0);
        ConversionEvent[] events = [.. Enumerable.Range(0, 5).Select(_ => Disclosure.Marked().Build())];
        foreach (int statusCode in (int[])[202, 400, 503])
        {
            for (int i = 0; i < 20; i++)
            {
                disclosure.Handler.RespondWithBody(statusCode, Echo);
            }

            foreach (SendResult result in await disclosure.Client.SendAsync(events, Cancellation))
            {
                disclosure.Show(result);
            }

            await foreach (StreamedResult streamed in disclosure.Client.SendStreamAsync(events.ToAsyncEnumerable(), cancellationToken: Cancellation))
            {
                disclosure.Show(streamed);
                disclosure.Show(streamed.Result);
            }

            while (disclosure.Handler.TrySkip())
            {
            }
        }

        await disclosure.AssertNothingIsDisclosedAsync("accepted", "rejected", "unavailable");
    }

    [Fact]
    public async Task A_send_that_never_leaves()
    {
        await using var disclosure = new Disclosure();
        ConversionEventBuilder tooLarge = Disclosure.Marked();
        for (int i = 0; i < 70; i++)
        {
            tooLarge.WithAttribute($"attribute{i}", Mark + new string('x', 4000));
        }

        await disclosure.SendAsync(tooLarge.Build());
        disclosure.Show(await Assert.ThrowsAnyAsync<OperationCanceledException>(() => disclosure.Client.SendAsync(Disclosure.Marked().Build(), new CancellationToken(true))));
        ((IDisposable)disclosure.Client).Dispose();
        disclosure.Show(await Assert.ThrowsAsync<ObjectDisposedException>(() => disclosure.Client.SendAsync(Disclosure.Marked().Build(), Cancellation)));

        await disclosure.AssertNothingIsDisclosedAsync("request_too_large", "CanceledException", "ObjectDisposedException");
    }

    [Fact]
    public async Task An_event_that_is_not_valid_or_not_read_and_one_that_is_hashed_or_has_attributes_dropped()
    {
        await using var disclosure = new Disclosure();
        ConversionEventBuilder invalid = Disclosure.Marked()
            .WithEmail($"{Mark} at example").WithHashedEmail($"{Mark}@x.y").WithMobile(Mark).WithIpAddress(Mark).WithBatchIpAddress(Mark)
            .WithAmount(1, Mark).WithProductName(Mark + new string('x', 5000)).WithAttribute("shade", Mark + '\uD800');
        disclosure.Show(Assert.Throws<InvalidConversionEventException>(invalid.Build));
        disclosure.Show(Assert.Throws<InvalidConversionEventException>(ConversionEvent.CreateBuilder().WithSha256OfEmail($"{Mark} at example").WithSha256OfMobile(Mark).Build));
        disclosure.Show(Disclosure.Marked().WithIpAddress(Mark).WithMobile(Mark).DropInvalidAttributes().Build());
        await disclosure.SendAsync(ConversionEvent.CreateBuilder()
            .WithSha256OfEmail($"{Mark}@example.com").WithSha256OfFirstName(Mark).WithSha256OfLastName(Mark).WithSha256OfMobile("4155550199").WithSha256OfBillingZipCode(Mark)
            .Build());
        string json = Disclosure.Marked().Build().ToJson();
        for (int cut = 1; cut < json.Length; cut += 7)
        {
            disclosure.Show(Assert.ThrowsAny<JsonException>(() => ConversionEvent.FromJson(json[..cut])));
        }

        disclosure.Show(((IPreparedConversionClient)disclosure.Client).Prepare(Disclosure.Marked().Build())!);
        await disclosure.AssertNothingIsDisclosedAsync("InvalidConversionEventException", "JsonException", "Prepared conversion");
    }

    [Fact]
    public async Task Settings_that_are_not_valid()
    {
        await using var disclosure = new Disclosure();

        disclosure.Show(Assert.Throws<OptionsValidationException>(() => new EventApiClient(new EventApiOptions
        {
            ApiKey = $"{Mark}:{Mark}",
            ApiSecret = $"{Mark}\n",
            BaseAddress = new Uri($"http://{Mark}:{Mark}@gateway.example/"),
        })));

        await disclosure.AssertNothingIsDisclosedAsync("OptionsValidationException");
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts()
    {
        using X509Certificate2 certificate = TlsTests.SelfSigned($"CN={Mark}.example");
        await using var server = new TcpServer(async connection =>
        {
            using var tls = new SslStream(connection.GetStream());
            await tls.AuthenticateAsServerAsync(certificate);
        });
        await using var disclosure = new Disclosure(options => options.BaseAddress = new Uri($"https://localhost:{server.Port}"), isConnected: true);

        await disclosure.SendAsync();

        await disclosure.AssertNothingIsDisclosedAsync("certificate_invalid", "Unavailable", "span rokt.event_api.send");
    }

    [Theory]
    [InlineData("not HTTP at all\r\n\r\n", "http", "connection_lost")]
    [InlineData("not TLS at all\r\n\r\n", "https", "tls_failed")]
    public async Task A_real_connection_that_breaks(string response, string scheme, string evidence)
    {
        await using var disclosure = new Disclosure();
        await using var server = new TcpServer(async connection => await connection.WriteAsync(response));
        using EventApiClient client = server.Client(options =>
        {
            options.BaseAddress = new Uri($"{scheme}://localhost:{server.Port}");
            options.Retry.MaxRetryAttempts = 1;
        });

        disclosure.Show(await client.SendAsync(Disclosure.Marked().Build(), Cancellation));

        await disclosure.AssertNothingIsDisclosedAsync(evidence);
    }
}
