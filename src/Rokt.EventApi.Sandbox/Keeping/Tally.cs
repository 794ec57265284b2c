namespace Rokt.EventApi.Sandbox.Keeping;

/// <summary>Requests by what became of them.</summary>
/// <param name="Second">The Unix second that they are of; 0 for all.</param>
/// <param name="Accepted">Answered 2xx.</param>
/// <param name="Refused">Answered 4xx but 429.</param>
/// <param name="Throttled">Answered 429.</param>
/// <param name="Failed">Answered otherwise, or not at all.</param>
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
