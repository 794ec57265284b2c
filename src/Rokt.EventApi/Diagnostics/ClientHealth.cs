using System.Net;
using Rokt.EventApi.Configuration;

namespace Rokt.EventApi.Diagnostics;

/// <summary>What the last attempt that reached the API, or failed to, says about the client.</summary>
internal sealed class ClientHealth(Account account)
{
    private volatile string? _problem;

    /// <summary>Gets what is wrong and how to fix it; null while the API takes what is sent.</summary>
    public string? Problem => _problem;

    /// <summary>Records a response, or a failure of the network. What never left says nothing of the API.</summary>
    /// <param name="status">The outcome of the attempt.</param>
    /// <param name="statusCode">The status of the response; null for none.</param>
    /// <param name="reason">Why the attempt failed; null when it did not.</param>
    public void Record(SendStatus status, HttpStatusCode? statusCode, string? reason) => _problem = (status, statusCode) switch
    {
        (_, HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) =>
            $"{account.Prefix}The credentials of the last request were refused (status {reason}): {account.CredentialsAdvice}.",
        (SendStatus.Unavailable, _) => $"{account.Prefix}The Event API is unavailable (last attempt: {reason}).",
        _ => null,
    };
}
