using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Dashboard.Operating;
using Rokt.EventApi.Outbox.Dashboard.Status;
using Rokt.EventApi.Page;

namespace Rokt.EventApi.Outbox.Dashboard.Serving;

/// <summary>What the page changes. What is asked for stands in the body: an address is logged by many.</summary>
internal sealed class ChangeApi(Accounts accounts, StatusReader status, ILogger logger)
{
    private readonly Operations _operations = new(logger);

    public async Task RunAsync(HttpContext context, string operation)
    {
        (ChangeRequest? request, int statusCode, string problem) = await JsonBody.ReadAsync(context.Request, DashboardJsonContext.Default.ChangeRequest).ConfigureAwait(false);
        if (request is null)
        {
            await Json.WriteProblemAsync(context, statusCode, problem).ConfigureAwait(false);
        }
        else if (accounts.Find(request.Account) is { } account)
        {
            await RunAsync(context, operation, request, account).ConfigureAwait(false);
        }
        else
        {
            await Json.WriteProblemAsync(context, StatusCodes.Status404NotFound, "This application has no outbox of that account.").ConfigureAwait(false);
        }
    }

    private async Task RunAsync(HttpContext context, string operation, ChangeRequest request, OutboxAccount account)
    {
        try
        {
            // It ends, and is logged, even when the operator closes the page.
            ChangeResult result = await _operations.RunAsync(operation, request, account, OperatorName.Get(context.User), CancellationToken.None).ConfigureAwait(false);
            await Json.WriteAsync(context, result, DashboardJsonContext.Default.ChangeResult).ConfigureAwait(false);
        }
        catch (OutboxException exception)
        {
            await Json.WriteProblemAsync(context, StatusCodes.Status503ServiceUnavailable, exception.Message).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidConversionEventException or InvalidOperationException)
        {
            // What is missing or not valid; none of them quotes a value.
            await Json.WriteProblemAsync(context, StatusCodes.Status400BadRequest, exception.Message).ConfigureAwait(false);
        }
        finally
        {
            status.Forget();
        }
    }
}
