using System.Diagnostics;
using System.Text;

namespace Rokt.EventApi.ResponseFuzz;

/// <summary>Sends an event for each response, and checks what the client promises of every result.</summary>
internal static class FuzzRun
{
    private const int SendsAtOnce = 16;
    private const int LongestMessage = 16 * 1024;
    private const int LongestExcerpt = 1024;
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromMilliseconds(500);

    // What a busy machine may take beyond it.
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(60);

    public static async Task<FuzzReport> RunAsync(int count, int seed, CancellationToken cancellationToken)
    {
        var report = new FuzzReport();
        await using var server = new FuzzServer(seed);
        using var client = new EventApiClient(new EventApiOptions
        {
            ApiKey = "key",
            ApiSecret = "secret",
            Environment = EventEnvironment.Development,
            BaseAddress = new Uri($"http://127.0.0.1:{server.Port}"),
            Retry = { MaxRetryAttempts = 0, AttemptTimeout = AttemptTimeout },
            RateLimit = { BatchesPerSecond = null },
            CircuitBreaker = { Enabled = false },
        });
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = SendsAtOnce, CancellationToken = cancellationToken },
            async (number, token) =>
            {
                ConversionEvent conversion = ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef(FuzzServer.Reference(number)).Build();
                long start = Stopwatch.GetTimestamp();
                try
                {
                    SendResult result = await client.SendAsync(conversion, token);
                    report.Add(result);
                    Check(result, FuzzedResponse.Create(seed, number), broken => report.AddViolation(number, broken));
                }
                catch (Exception exception) when (!token.IsCancellationRequested)
                {
                    report.AddViolation(number, $"threw {exception}");
                }

                TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
                if (elapsed > LongestSend)
                {
                    report.AddViolation(number, $"took {elapsed}");
                }
            });
        return report;
    }

    private static void Check(SendResult result, FuzzedResponse response, Action<string> violated)
    {
        if (result.Status == SendStatus.Accepted && !response.IsAcceptance)
        {
            violated($"accepted by {result.StatusCode} with a body that is not the API's");
        }

        if (result.StatusCode is { } statusCode && (int)statusCode != response.StatusCode)
        {
            violated($"status {(int)statusCode} instead of {response.StatusCode}");
        }

        if (result.RetryAfter < TimeSpan.Zero)
        {
            violated($"Retry-After {result.RetryAfter}");
        }

        if (result.RateLimitPercentageUsed is { } percentage && percentage is not (>= 0 and <= 100))
        {
            violated($"{percentage} % used");
        }

        if (result.Attempts != 1)
        {
            violated($"{result.Attempts} attempts");
        }

        foreach (EventApiError error in result.Errors)
        {
            if (error.Message.Length > (error.Code == "unreadable_body" ? LongestExcerpt : LongestMessage))
            {
                violated($"an error of {error.Message.Length} characters");
            }

            if (!IsWhole(error.Message) || !IsWhole(error.Code))
            {
                violated("an error with half a surrogate pair");
            }
        }
    }

    private static bool IsWhole(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            // A half is enumerated as the replacement character, which the decoder writes for bad bytes as well.
            if (rune == Rune.ReplacementChar)
            {
                return !text.Any(char.IsSurrogate) || text.Zip(text.Skip(1)).All(pair => char.IsHighSurrogate(pair.First) == char.IsLowSurrogate(pair.Second));
            }
        }

        return true;
    }
}
