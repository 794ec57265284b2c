using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Transport;

/// <summary>A response header that becomes a number is used within its range only, whatever a server or a proxy writes there.</summary>
public sealed class ResponseHeaderTests
{
    private const string PercentageUsed = "X-mp-rate-limit-percentage-used";

    private static readonly int[] StatusCodes = [202, 200, 429, 503, 400];
    private static readonly string[] Headers = ["Retry-After", PercentageUsed, "X-mp-rate-limit-exceeded", "Content-Length", "Age", "Date"];
    private static readonly string[] Parts =
    [
        "-", "+", "1", "9", "0", ".", ",", "e", "E", "308", "2147483647", "2147483648", "99999999999999999999", "NaN", "Infinity", " ", "\t", "x", "%", ";", "\"",
        "Thu, 01 Jan 2026 00:00:07 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "\u221E", "\uFFFD",
    ];

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("71.5", 71.5)]
    [InlineData("100", 100.0)]
    [InlineData("100.0", 100.0)]
    [InlineData("100.01", null)]
    [InlineData("101", null)]
    [InlineData("1e2", null)]
    [InlineData("1e6", null)]
    [InlineData("-0.01", null)]
    [InlineData("-1e308", null)]
    [InlineData("1e309", null)]
    [InlineData("NaN", null)]
    [InlineData("-NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("∞", null)]
    [InlineData("50%", null)]
    [InlineData("50,5", null)]
    [InlineData("50, 51", null)]
    [InlineData("0x10", null)]
    [InlineData("", null)]
    [InlineData("abc", null)]
    public async Task A_percentage_is_a_decimal_number_from_0_to_100(string value, double? percentage)
    {
        using var test = new ClientUnderTest();
        test.Handler.Add(_ => Task.FromResult(With(ScriptedHandler.Response(202), PercentageUsed, value)));

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Accepted, percentage), (result.Status, result.RateLimitPercentageUsed));
    }

    [Theory]
    [InlineData("1e6")]
    [InlineData("-1e308")]
    [InlineData("1e308")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-1")]
    [InlineData("99999999999999999999999999999999999999999999999999")]
    public async Task A_number_out_of_its_range_does_not_change_how_fast_the_client_sends(string value)
    {
        int without = await RequestsInTenSecondsAsync(null);

        Assert.InRange(without, 1000, 3000);
        Assert.Equal(without, await RequestsInTenSecondsAsync(value));
    }

    [Fact]
    public async Task Whatever_the_headers_hold_is_an_outcome_with_numbers_in_their_range()
    {
        var random = new Random(20260101);
        using var test = new ClientUnderTest(options =>
        {
            options.Retry.MaxRetryAttempts = 0;
            options.CircuitBreaker.Enabled = false;
        });
        for (int i = 0; i < 5000; i++)
        {
            test.Handler.Add(_ => Task.FromResult(Arbitrary(random)));

            SendResult result = await test.SendAsync();

            Assert.True(result.RateLimitPercentageUsed is null or (>= 0 and <= 100), $"{i}: {result.RateLimitPercentageUsed}");
            Assert.True(result.RetryAfter is null || result.RetryAfter >= TimeSpan.Zero, $"{i}: {result.RetryAfter}");
        }
    }

    private static HttpResponseMessage Arbitrary(Random random)
    {
        HttpResponseMessage response = ScriptedHandler.Response(StatusCodes[random.Next(StatusCodes.Length)]);
        foreach (string name in Headers)
        {
            string value = string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Parts[random.Next(Parts.Length)]));
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    private static async Task<int> RequestsInTenSecondsAsync(string? percentageUsed)
    {
        using var test = new ClientUnderTest();
        int requests = 0;
        long start = test.Clock.GetTimestamp();
        while (test.Clock.GetElapsedTime(start) < TimeSpan.FromSeconds(10))
        {
            test.Handler.Add(_ =>
            {
                HttpResponseMessage response = ScriptedHandler.Response(202);
                if (percentageUsed is not null)
                {
                    With(response, PercentageUsed, percentageUsed);
                }

                return Task.FromResult(response);
            });
            await test.SendAsync();
            requests++;
        }

        return requests;
    }

    private static HttpResponseMessage With(HttpResponseMessage response, string header, string value)
    {
        response.Headers.TryAddWithoutValidation(header, value);
        return response;
    }
}
