namespace Rokt.EventApi;

/// <summary>
/// The exception that is thrown when a conversion event breaks rules of the Event API; nothing was sent.
/// <see cref="ConversionEventBuilder.Build"/> throws it with every violation at once. Neither the message nor the violations
/// hold a value of the event.
/// </summary>
public sealed class InvalidConversionEventException : Exception
{
    /// <summary>Creates an exception for violations; <see cref="ConversionEventBuilder.Build"/> does, and a fake in a test.</summary>
    /// <param name="violations">The rules that the event breaks.</param>
    /// <exception cref="ArgumentNullException"><paramref name="violations"/> is null.</exception>
    public InvalidConversionEventException(IReadOnlyList<ConversionEventViolation> violations)
        : base(MessageFor(violations)) =>
        Violations = violations;

    /// <summary>Gets every rule that the event breaks, in the order of the request's JSON.</summary>
    public IReadOnlyList<ConversionEventViolation> Violations { get; }

    private static string MessageFor(IReadOnlyList<ConversionEventViolation> violations)
    {
        ArgumentNullException.ThrowIfNull(violations);
        return "The conversion event is not valid:" + string.Concat(violations.Select(violation => $"{Environment.NewLine}- {violation}"));
    }
}
