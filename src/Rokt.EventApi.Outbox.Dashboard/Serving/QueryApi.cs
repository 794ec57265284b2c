using System.Globalization;
using Microsoft.AspNetCore.Http;
using Rokt.EventApi.Outbox.Dashboard.Operating;
using Rokt.EventApi.Outbox.Dashboard.Status;
using Rokt.EventApi.Page;

namespace Rokt.EventApi.Outbox.Dashboard.Serving;

/// <summary>What the page shows.</summary>
internal sealed class QueryApi(Accounts accounts, StatusReader status, ForgeryGuard forgery)
{
    private const int PageSize = 50;

    public async Task GetStatusAsync(HttpContext context) =>
        await Json.WriteAsync(context, await status.ReadAsync(context.RequestAborted).ConfigureAwait(false), DashboardJsonContext.Default.StatusReport).ConfigureAwait(false);

    public Task GetSessionAsync(HttpContext context)
    {
        (string header, string token) = forgery.Issue(context);
        return Json.WriteAsync(context, new Session(OperatorName.Get(context.User), header, token), DashboardJsonContext.Default.Session);
    }

    public Task GetDeadLettersAsync(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        string? reason = query.TryGetValue("reason", out var given) ? given.ToString() : null;
        DeadLetter? after = Guid.TryParse(query["id"], out Guid id) && DateTimeOffset.TryParse(query["time"], CultureInfo.InvariantCulture, out DateTimeOffset time)
            ? new DeadLetter { Id = id, DeadLetteredAt = time }
            : null;
        return RespondAsync(context, query["account"], async account =>
        {
            IReadOnlyList<DeadLetter> letters = await account.Management.GetDeadLettersAsync(PageSize + 1, reason, after, context.RequestAborted).ConfigureAwait(false);
            var page = new DeadLetterPage([.. letters.Take(PageSize)], letters.Count > PageSize);
            await Json.WriteAsync(context, page, DashboardJsonContext.Default.DeadLetterPage).ConfigureAwait(false);
        });
    }

    public async Task FindAsync(HttpContext context)
    {
        (FindRequest? request, int statusCode, string problem) = await JsonBody.ReadAsync(context.Request, DashboardJsonContext.Default.FindRequest).ConfigureAwait(false);
        if (request is null)
        {
            await Json.WriteProblemAsync(context, statusCode, problem).ConfigureAwait(false);
            return;
        }

        await RespondAsync(context, request.Account, async account =>
        {
            IReadOnlyList<OutboxConversion> found = await account.Management.FindAsync(request.ConfirmationRef ?? "", context.RequestAborted).ConfigureAwait(false);
            await Json.WriteAsync(context, found, DashboardJsonContext.Default.IReadOnlyListOutboxConversion).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task RespondAsync(HttpContext context, string? name, Func<OutboxAccount, Task> respondAsync)
    {
        if (accounts.Find(name) is not { } account)
        {
            await Json.WriteProblemAsync(context, StatusCodes.Status404NotFound, "This application has no outbox of that account.").ConfigureAwait(false);
            return;
        }

        try
        {
            await respondAsync(account).ConfigureAwait(false);
        }
        catch (OutboxException exception)
        {
            await Json.WriteProblemAsync(context, StatusCodes.Status503ServiceUnavailable, exception.Message).ConfigureAwait(false);
        }
    }
}
