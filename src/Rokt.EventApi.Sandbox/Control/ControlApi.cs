using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rokt.EventApi.Sandbox.Keeping;
using Rokt.EventApi.Sandbox.State;

namespace Rokt.EventApi.Sandbox.Control;

/// <summary>What the page, or a test in any language, sees and sets over HTTP; <c>openapi.json</c> describes it.</summary>
internal sealed class ControlApi(EventApiSandboxOptions options, SandboxState state, CancellationToken stopping)
{
    private const int MaxRows = 500;

    private static readonly TimeSpan UpdateInterval = TimeSpan.FromMilliseconds(200);

    private readonly DateTimeOffset _startedAt = options.TimeProvider.GetUtcNow();

    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder control = routes.MapGroup("/sandbox");
        control.MapGet("/openapi.json", GetDescription);
        control.MapGet("/access", GetAccess);
        control.MapGet("/requests", GetRequests);
        control.MapGet("/requests/{number:int}", GetRequest);
        control.MapDelete("/requests", ClearRequests);
        control.MapGet("/faults", GetFaults);
        control.MapPost("/faults", ArmAsync);
        control.MapDelete("/faults", ClearFaults);
        control.MapGet("/throttle", GetThrottle);
        control.MapPut("/throttle", SetThrottleAsync);
        control.MapGet("/live", WriteLiveAsync);
    }

    private static FileStreamHttpResult GetDescription() =>
        TypedResults.Stream(typeof(ControlApi).Assembly.GetManifestResourceStream("Rokt.EventApi.Sandbox.Control.openapi.json")!, "application/json");

    private Access GetAccess(HttpRequest request) =>
        new($"{request.Scheme}://{request.Host}/", $"{request.Scheme}://{request.Host}/v2/events", options.ApiKey, options.ApiSecret);

    private IReadOnlyList<RequestRow> GetRequests(int after = 0) => [.. state.Journal.Since(after, MaxRows).Requests.Select(RequestRow.Create)];

    private Results<Ok<RequestDetails>, NotFound> GetRequest(int number, bool reveal = false) =>
        state.Journal.Find(number) is { } request ? TypedResults.Ok(RequestDetails.Create(request, reveal)) : TypedResults.NotFound();

    private NoContent ClearRequests()
    {
        state.Journal.Clear();
        return TypedResults.NoContent();
    }

    private IReadOnlyList<FaultRow> GetFaults() => [.. state.Faults.Armed.Select(FaultRow.Create)];

    private async Task<Results<NoContent, ProblemHttpResult>> ArmAsync(HttpRequest request)
    {
        (FaultOrder? order, ProblemHttpResult? problem) = await ControlBody.ReadAsync(request, ControlJsonContext.Default.FaultOrder).ConfigureAwait(false);
        if (order is null)
        {
            return problem!;
        }

        (SandboxFault? fault, string? error) = order.ToFault();
        if (fault is null)
        {
            return ControlBody.Problem(StatusCodes.Status400BadRequest, error!);
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

    private async Task<Results<NoContent, ProblemHttpResult>> SetThrottleAsync(HttpRequest request)
    {
        (ThrottleSettings? settings, ProblemHttpResult? problem) = await ControlBody.ReadAsync(request, ControlJsonContext.Default.ThrottleSettings).ConfigureAwait(false);
        if (settings is null)
        {
            return problem!;
        }

        try
        {
            state.Throttle.Set(settings.BatchesPerSecond, settings.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
            return TypedResults.NoContent();
        }
        catch (ArgumentException exception)
        {
            return ControlBody.Problem(StatusCodes.Status400BadRequest, exception.Message);
        }
    }

    private async Task WriteLiveAsync(HttpContext context)
    {
        int last = int.TryParse(context.Request.Headers["Last-Event-ID"], out int id) ? id : 0;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        try
        {
            await SseFormatter.WriteAsync(
                UpdatesAsync(last, ended.Token),
                context.Response.Body,
                (item, writer) =>
                {
                    using var json = new Utf8JsonWriter(writer);
                    JsonSerializer.Serialize(json, item.Data, ControlJsonContext.Default.LiveUpdate);
                },
                ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the sandbox stops.
        }
    }

    // Looked at five times per second, however many requests come: a page has no use for more, and cannot slow the API down.
    private async IAsyncEnumerable<SseItem<LiveUpdate>> UpdatesAsync(int last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(UpdateInterval, options.TimeProvider);
        do
        {
            (IReadOnlyList<ReceivedRequest> requests, int oldest) = state.Journal.Since(last, MaxRows);
            last = requests.Count > 0 ? requests[^1].Number : last;
            (Tally total, IReadOnlyList<Tally> seconds) = state.Counters.Snapshot();
            var update = new LiveUpdate(
                _startedAt, [.. requests.Select(RequestRow.Create)], oldest, total, seconds, GetFaults(), GetThrottle(), state.RecordProblem);
            yield return new SseItem<LiveUpdate>(update) { EventId = last.ToString(CultureInfo.InvariantCulture) };
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }
}
