using System.ComponentModel;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Rokt.EventApi.Sandbox.Keeping;
using Rokt.EventApi.Sandbox.Server;

namespace Rokt.EventApi.Sandbox.Control;

/// <summary>What the page, or a test in any language, sees and sets over HTTP.</summary>
internal sealed class ControlApi(EventApiSandboxOptions options, SandboxState state, CancellationToken stopping)
{
    private const int MostRows = 500;

    private static readonly TimeSpan UpdateInterval = TimeSpan.FromMilliseconds(200);

    private readonly DateTimeOffset _startedAt = options.TimeProvider.GetUtcNow();

    public static void AddOpenApiInfo(OpenApiOptions openApi) => openApi.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "Event API sandbox: control";
        document.Info.Description = "See what the sandbox received, and make it fail. The Event API itself is POST /v2/events.";
        return Task.CompletedTask;
    });

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/sandbox/openapi.json");
        RouteGroupBuilder control = routes.MapGroup("/sandbox").WithTags("Control");
        control.MapGet("/access", GetAccess).WithSummary("The address, key and secret to use.");
        control.MapGet("/requests", GetRequests).WithSummary("The last 500 requests above a number, oldest first.");
        control.MapGet("/requests/{number:int}", GetRequest).WithSummary("A request in full.");
        control.MapDelete("/requests", ClearRequests).WithSummary("Forgets the requests.");
        control.MapGet("/faults", GetFaults).WithSummary("The armed faults.");
        control.MapPost("/faults", Arm).WithSummary("Arms a fault.");
        control.MapDelete("/faults", ClearFaults).WithSummary("Disarms all faults.");
        control.MapGet("/throttle", GetThrottle).WithSummary("The rate limit.");
        control.MapPut("/throttle", SetThrottle).WithSummary("Sets the rate limit.");
        control.MapGet("/live", GetLive).WithSummary("Server-sent events: new requests, counters, faults.");
    }

    private Access GetAccess(HttpRequest request) => new($"{request.Scheme}://{request.Host}/", options.ApiKey, options.ApiSecret);

    private IReadOnlyList<RequestRow> GetRequests([Description("The number above which; default: 0.")] int after = 0) =>
        [.. state.Journal.Since(after, MostRows).Requests.Select(RequestRow.Of)];

    private Results<Ok<RequestDetails>, NotFound> GetRequest(
        int number, [Description("Whether personal data is shown; default: false.")] bool reveal = false) =>
        state.Journal.Find(number) is { } request ? TypedResults.Ok(RequestDetails.Of(request, reveal)) : TypedResults.NotFound();

    private NoContent ClearRequests()
    {
        state.Journal.Clear();
        return TypedResults.NoContent();
    }

    private IReadOnlyList<FaultRow> GetFaults() => [.. state.Faults.Armed.Select(FaultRow.Of)];

    private Results<NoContent, ProblemHttpResult> Arm(FaultOrder order)
    {
        (SandboxFault? fault, string? error) = order.ToFault();
        if (fault is null)
        {
            return TypedResults.Problem(error, statusCode: StatusCodes.Status400BadRequest);
        }

        state.Faults.Add(fault);
        return TypedResults.NoContent();
    }

    private NoContent ClearFaults()
    {
        state.Faults.Clear();
        return TypedResults.NoContent();
    }

    private ThrottleSettings GetThrottle() => new(state.Throttle.PerSecond, (int?)state.Throttle.RetryAfter?.TotalSeconds);

    private Results<NoContent, ProblemHttpResult> SetThrottle(ThrottleSettings settings)
    {
        if (settings is { BatchesPerSecond: <= 0 } or { RetryAfterSeconds: < 0 })
        {
            return TypedResults.Problem("batchesPerSecond is above 0, and retryAfterSeconds 0 or more.", statusCode: StatusCodes.Status400BadRequest);
        }

        state.Throttle.Set(settings.BatchesPerSecond, settings.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        return TypedResults.NoContent();
    }

    private ServerSentEventsResult<LiveUpdate> GetLive(HttpRequest request, CancellationToken cancellationToken)
    {
        int last = int.TryParse(request.Headers["Last-Event-ID"], out int id) ? id : 0;
        return TypedResults.ServerSentEvents(Updates(last, cancellationToken));
    }

    // Looked at five times a second, however many requests come: a page has no use for more, and cannot slow the API down.
    private async IAsyncEnumerable<SseItem<LiveUpdate>> Updates(int last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        using var timer = new PeriodicTimer(UpdateInterval);
        do
        {
            (IReadOnlyList<ReceivedRequest> requests, int oldest) = state.Journal.Since(last, MostRows);
            last = requests.Count > 0 ? requests[^1].Number : last;
            (Tally total, IReadOnlyList<Tally> seconds) = state.Counters.Snapshot();
            var update = new LiveUpdate(_startedAt, [.. requests.Select(RequestRow.Of)], oldest, total, seconds, GetFaults(), GetThrottle());
            yield return new SseItem<LiveUpdate>(update) { EventId = last.ToString(CultureInfo.InvariantCulture) };
        }
        while (!ended.IsCancellationRequested && await NextAsync(timer, ended.Token).ConfigureAwait(false));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
