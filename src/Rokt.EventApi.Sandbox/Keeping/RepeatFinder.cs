using System.Globalization;
using System.Security.Cryptography;

namespace Rokt.EventApi.Sandbox.Keeping;

/// <summary>Recognizes a request that comes again after it was not accepted, and one that comes sooner than it was told.</summary>
internal sealed class RepeatFinder(TimeProvider clock)
{
    private readonly Dictionary<string, Last> _lastByBody = [];

    /// <summary>Numbers the attempt, and returns what there is to say of it.</summary>
    public IEnumerable<SandboxFinding> Find(ReceivedRequest request)
    {
        if (request.Body.IsEmpty)
        {
            return [];
        }

        request.Digest = Convert.ToBase64String(SHA256.HashData(request.Body.Span));
        SandboxFinding? finding = null;
        if (_lastByBody.TryGetValue(request.Digest, out Last? last))
        {
            request.SetAttempt(last.Request.StatusCode is >= 200 and < 300 ? 1 : last.Request.Attempt + 1);
            if (request.ReceivedAt < last.NotBefore)
            {
                string early = (last.NotBefore - request.ReceivedAt).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
                finding = new SandboxFinding(SandboxGrade.Advice, "", $"It came {early} s before the Retry-After of request {last.Request.Number} was over.");
            }
        }

        // By the clock of the response, not of the arrival: a delay lies between the two.
        _lastByBody[request.Digest] = new Last(request, clock.GetUtcNow() + (request.RetryAfter ?? TimeSpan.Zero));
        return finding is null ? [] : [finding];
    }

    public void Forget(ReceivedRequest request)
    {
        if (request.Digest is { } digest && _lastByBody.TryGetValue(digest, out Last? last) && last.Request == request)
        {
            _lastByBody.Remove(digest);
        }
    }

    private sealed record Last(ReceivedRequest Request, DateTimeOffset NotBefore);
}
