namespace Rokt.EventApi.Sandbox.Keeping;

/// <summary>Requests by their outcome.</summary>
/// <param name="Second">The Unix second that they are of; 0 for all.</param>
/// <param name="Accepted">Responded to with 2xx.</param>
/// <param name="Refused">Responded to with 4xx but 429.</param>
/// <param name="Throttled">Responded to with 429.</param>
/// <param name="Failed">Responded to otherwise, or not at all.</param>
internal readonly record struct Tally(long Second, int Accepted = 0, int Refused = 0, int Throttled = 0, int Failed = 0)
{
    public Tally Plus(int? statusCode) => statusCode switch
    {
        >= 200 and < 300 => this with { Accepted = Accepted + 1 },
        429 => this with { Throttled = Throttled + 1 },
        >= 400 and < 500 => this with { Refused = Refused + 1 },
        _ => this with { Failed = Failed + 1 },
    };
}
