using Microsoft.AspNetCore.Http;
using Rokt.EventApi.Sandbox.Judging;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>A request in flight, and what was found out about it so far.</summary>
internal sealed class Exchange(HttpContext context, DateTimeOffset receivedAt)
{
    public HttpRequest Request => context.Request;

    public HttpResponse Response => context.Response;

    public ApiAddress Address { get; } = ApiAddress.Parse(context.Request.Method, context.Request.Path.Value ?? "");

    public ReadOnlyMemory<byte> Body { get; set; }

    public Judgement Judgement { get; set; } = new(StatusCodes.Status202Accepted, [], [], BodySummary.Empty, null);

    public SandboxFault? Fault { get; set; }

    /// <summary>Gets or sets whether the API took the events, even if its response is lost.</summary>
    public bool IsTaken { get; set; }

    public void Abort() => context.Abort();

    public ReceivedRequest ToRequest(ApiResponse? response) => new()
    {
        ReceivedAt = receivedAt,
        Method = Request.Method,
        Path = Request.Path.Value ?? "",
        Pod = Address.Pod,
        Headers = Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        Body = Body,
        Findings = Judgement.Findings,
        MatchScore = Judgement.Score,
        Summary = Judgement.Summary,
        Fault = Fault,
        StatusCode = response?.StatusCode,
        RetryAfter = response?.RetryAfter,
        IsTaken = IsTaken,
    };
}
