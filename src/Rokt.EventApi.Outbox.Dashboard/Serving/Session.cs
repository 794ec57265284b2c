namespace Rokt.EventApi.Outbox.Dashboard.Serving;

/// <summary>What a change needs.</summary>
/// <param name="User">Who is signed in, as the log will name them.</param>
/// <param name="Header">The header that the token is sent in.</param>
/// <param name="Token">The antiforgery token.</param>
internal sealed record Session(string User, string Header, string Token);
