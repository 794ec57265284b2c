namespace Rokt.EventApi;

/// <summary>
/// A conversion event breaks rules of the Event API; nothing was sent. Thrown by <see cref="ConversionEventBuilder.Build"/>
/// with every violation at once. Neither the message nor the violations hold a value of the event.
/// </summary>
public sealed class InvalidConversionEventException : Exception
{
    internal InvalidConversionEventException(IReadOnlyList<ConversionEventViolation> violations)
        : base("The conversion event is not valid:" + string.Concat(violations.Select(violation => $"{Environment.NewLine}- {violation}"))) =>
        Violations = violations;

    /// <summary>Every rule that the event breaks, in the order of the request's JSON.</summary>
    public IReadOnlyList<ConversionEventViolation> Violations { get; }
}
