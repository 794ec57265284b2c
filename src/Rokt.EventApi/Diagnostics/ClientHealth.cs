using System.Net;

namespace Rokt.EventApi.Diagnostics;

/// <summary>What the last send says about the client.</summary>
internal sealed class ClientHealth
{
    private volatile string? _problem;

    /// <summary>Null while sends arrive; else what is wrong and how to mend it.</summary>
    public string? Problem => _problem;

    public void Record(SendResult result) => _problem = result switch
    {
        { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, Status: SendStatus.Rejected } =>
            $"The last send was refused for its credentials (status {(int)result.StatusCode}): check ApiKey and ApiSecret.",
        { Status: SendStatus.Unavailable, StatusCode: { } statusCode } =>
            $"The Event API was unavailable to the last send (last status {(int)statusCode}).",
        { Status: SendStatus.Unavailable } => "The Event API was unavailable to the last send (no answer).",
        _ => null,
    };
}
