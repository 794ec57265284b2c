using Rokt.EventApi.Sandbox.Keeping;

namespace Rokt.EventApi.Sandbox.Control;

/// <summary>What the page gets, several times per second at most.</summary>
/// <param name="StartedAt">When the sandbox started: the numbers of another one start from 1.</param>
/// <param name="Rows">The requests since the last update, oldest first.</param>
/// <param name="Oldest">The number of the oldest request that is kept: what is below is gone.</param>
/// <param name="Total">All requests since the start.</param>
/// <param name="Seconds">Those of the last 60 seconds.</param>
/// <param name="Faults">The armed faults.</param>
/// <param name="Throttle">The rate limit.</param>
/// <param name="RecordProblem">Why requests are missing from the file that they are recorded to; null when none is.</param>
internal sealed record LiveUpdate(
    DateTimeOffset StartedAt,
    IReadOnlyList<RequestRow> Rows,
    int Oldest,
    Tally Total,
    IReadOnlyList<Tally> Seconds,
    IReadOnlyList<FaultRow> Faults,
    ThrottleSettings Throttle,
    string? RecordProblem);
