using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Outbox.Dashboard.Operating;

/// <summary>Does what an operator wants, and logs who did it.</summary>
internal sealed class Operations(ILogger logger)
{
    public static readonly IReadOnlyList<string> Names = ["pause", "resume", "requeue", "discard", "withdraw", "erase"];

    /// <summary>Does one of <see cref="Names"/>.</summary>
    /// <exception cref="ArgumentException">The request lacks what the operation needs.</exception>
    public async Task<ChangeResult> RunAsync(string operation, ChangeRequest request, OutboxAccount account, string user, CancellationToken cancellationToken)
    {
        try
        {
            return operation switch
            {
                "pause" => await PauseAsync(account, user, cancellationToken).ConfigureAwait(false),
                "resume" => await ResumeAsync(account, user, cancellationToken).ConfigureAwait(false),
                "requeue" => await RequeueAsync(request, account, user, cancellationToken).ConfigureAwait(false),
                "discard" => await DiscardAsync(request, account, user, cancellationToken).ConfigureAwait(false),
                "withdraw" => await WithdrawAsync(request, account, user, cancellationToken).ConfigureAwait(false),
                _ => await EraseAsync(request, account, user, cancellationToken).ConfigureAwait(false),
            };
        }
        catch (OutboxException exception)
        {
            Log.Failed(logger, user, operation, account.Name, exception);
            throw;
        }
    }

    private async Task<ChangeResult> PauseAsync(OutboxAccount account, string user, CancellationToken cancellationToken)
    {
        await account.Management.PauseAsync(cancellationToken).ConfigureAwait(false);
        Log.Paused(logger, user, account.Name);
        return new ChangeResult(0);
    }

    private async Task<ChangeResult> ResumeAsync(OutboxAccount account, string user, CancellationToken cancellationToken)
    {
        await account.Management.ResumeAsync(cancellationToken).ConfigureAwait(false);
        Log.Resumed(logger, user, account.Name);
        return new ChangeResult(0);
    }

    private async Task<ChangeResult> RequeueAsync(ChangeRequest request, OutboxAccount account, string user, CancellationToken cancellationToken)
    {
        int count = request.Id is { } id
            ? await account.Management.RequeueAsync(id, cancellationToken).ConfigureAwait(false) ? 1 : 0
            : await account.Management.RequeueAllAsync(ReasonOfAll(request), cancellationToken).ConfigureAwait(false);
        Log.Requeued(logger, user, count, account.Name, Describe(request, count));
        return new ChangeResult(count);
    }

    private async Task<ChangeResult> DiscardAsync(ChangeRequest request, OutboxAccount account, string user, CancellationToken cancellationToken)
    {
        int count = request.Id is { } id
            ? await account.Management.DiscardAsync(id, cancellationToken).ConfigureAwait(false) ? 1 : 0
            : await account.Management.DiscardAllAsync(ReasonOfAll(request), cancellationToken).ConfigureAwait(false);
        Log.Discarded(logger, user, count, account.Name, Describe(request, count));
        return new ChangeResult(count);
    }

    private async Task<ChangeResult> WithdrawAsync(ChangeRequest request, OutboxAccount account, string user, CancellationToken cancellationToken)
    {
        Guid id = request.Id ?? throw new ArgumentException("Say which conversion, by its id.");
        WithdrawResult result = await account.Management.WithdrawAsync(id, cancellationToken).ConfigureAwait(false);
        int count = result == WithdrawResult.Withdrawn ? 1 : 0;
        Log.Withdrew(logger, user, count, account.Name, Describe(request, count));
        return new ChangeResult(count, result == WithdrawResult.InFlight);
    }

    private async Task<ChangeResult> EraseAsync(ChangeRequest request, OutboxAccount account, string user, CancellationToken cancellationToken)
    {
        OutboxCustomer customer = request.Customer ?? throw new ArgumentException("Say which customer, by one identity at least.");
        int count = await account.Management.EraseCustomerAsync(customer, cancellationToken).ConfigureAwait(false);
        Log.Erased(logger, user, count, account.Name);
        return new ChangeResult(count);
    }

    private static string? ReasonOfAll(ChangeRequest request) =>
        request.All ? request.Reason : throw new ArgumentException("Say which conversion, by its id, or that all are meant.");

    // A reason that nothing has was typed by somebody, who may have typed anything.
    private static string Describe(ChangeRequest request, int count) => request switch
    {
        { Id: { } id } => id.ToString(),
        { Reason: null } => "all",
        { Reason: { } reason } => count > 0 ? reason : "a reason that none has",
    };
}
