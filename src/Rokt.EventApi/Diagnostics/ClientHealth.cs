using System.Net;
using Rokt.EventApi.Configuration;

namespace Rokt.EventApi.Diagnostics;

/// <summary>What the last send says about the client.</summary>
internal sealed class ClientHealth(Account account)
{
    private volatile string? _problem;

    /// <summary>Null while sends arrive; else what is wrong and how to fix it.</summary>
    public string? Problem => _problem;

    public void Record(SendResult result) => _problem = result switch
    {
        { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, Status: SendStatus.Rejected } =>
            $"{account.Prefix}The credentials of the last send were refused (status {(int)result.StatusCode}): {account.CredentialsAdvice}.",
        { Status: SendStatus.Unavailable, StatusCode: { } statusCode } =>
            $"{account.Prefix}The Event API was unavailable to the last send (last status {(int)statusCode}).",
        { Status: SendStatus.Unavailable } => $"{account.Prefix}The Event API was unavailable to the last send (no response).",
        _ => null,
    };
}
