using Polly;

namespace Rokt.EventApi.Http;

/// <summary>One send on its way through the pipeline: what it carries, and what has become of it.</summary>
internal sealed class SendOperation(byte[] body, TimeProvider clock, TimeSpan budget)
{
    public static readonly ResiliencePropertyKey<SendOperation> Key = new("Rokt.EventApi.SendOperation");

    private readonly long _start = clock.GetTimestamp();

    public byte[] Body { get; } = body;

    /// <summary>Asked right before each attempt whether it may still be made; null when it always may.</summary>
    public Func<bool>? MayAttempt { get; init; }

    public int Attempts { get; set; }

    /// <summary>What the server said last; a later timeout does not make it forgotten.</summary>
    public AttemptResult? LastAnswer { get; set; }

    /// <summary>How long the server's <c>Retry-After</c> makes this event wait, jitter included.</summary>
    public TimeSpan? ServerWait { get; set; }

    /// <summary>The wait that was decided on before the next attempt.</summary>
    public TimeSpan NextDelay { get; set; }

    public bool IsWaitingForPermit { get; set; }

    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    public TimeSpan Remaining => budget - Elapsed;

    public static SendOperation Of(ResilienceContext context) => context.Properties.GetValue(Key, null!);
}
