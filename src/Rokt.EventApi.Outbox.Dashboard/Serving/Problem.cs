namespace Rokt.EventApi.Outbox.Dashboard.Serving;

/// <summary>Why a request was not done.</summary>
/// <param name="Detail">The reason, for the operator.</param>
internal sealed record Problem(string Detail);
