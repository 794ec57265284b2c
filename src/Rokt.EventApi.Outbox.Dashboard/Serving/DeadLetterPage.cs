namespace Rokt.EventApi.Outbox.Dashboard.Serving;

/// <summary>Conversions in dead letter, the last first.</summary>
/// <param name="Letters">The conversions.</param>
/// <param name="HasMore">Whether more follow.</param>
internal sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Letters, bool HasMore);
