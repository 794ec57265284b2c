using System.Data;
using System.Data.Common;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>Finds out what is wrong with a store before anything is sent from it.</summary>
internal sealed class StoreCheck(string account, OutboxDatabase database, RelationalSession sessions, TimeProvider clock, bool keepsLedger)
{
    // Neither pending nor dead-lettered: nobody reads the row of a proof, even one that reads what is not committed.
    private const int ProofState = -1;

    /// <summary>Creates the tables, if that is asked for, and reads them.</summary>
    /// <returns>Why the database cannot be reached for now; null if it can.</returns>
    /// <exception cref="OutboxException">It can be reached, and the tables are not as they have to be.</exception>
    public async Task<OutboxException?> VerifyAsync(CancellationToken cancellationToken)
    {
        await sessions.PrepareAsync(cancellationToken).ConfigureAwait(false);
        if (!database.IsShared)
        {
            return null;
        }

        bool isReached = false;
        try
        {
            await sessions.UseAsync(
                OutboxAccess.Change,
                async (session, cancellation) =>
                {
                    isReached = true;
                    foreach (string text in database.CreatesTables ? sessions.Statements.CreateTables : [])
                    {
                        await CreateAsync(session, text, cancellation).ConfigureAwait(false);
                    }

                    foreach (string text in (IEnumerable<string>)[.. sessions.Statements.Probe, .. keepsLedger ? [sessions.Statements.ProbeLedger] : Array.Empty<string>()])
                    {
                        await session.ReadAsync(text, [], _ => true, cancellation).ConfigureAwait(false);
                    }

                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (OutboxException exception) when (!isReached || exception.InnerException is not DbException { IsTransient: false })
        {
            return exception;
        }
        catch (OutboxException exception)
        {
            throw sessions.Explain(new OutboxException(
                $"The outbox's tables {database.Rows.Name}, {database.Leases.Name}{(keepsLedger ? $" and {database.Ledger.Name}" : "")} in {database.Name} cannot be read: see the inner exception. If they are missing, {database.HowToCreateTables}",
                exception.InnerException));
        }
    }

    /// <summary>Proves that rows can be stored, changed and deleted: who cannot delete would send the same rows again and again.</summary>
    /// <exception cref="OutboxException">They cannot.</exception>
    public Task ProveAsync(CancellationToken cancellationToken) => !database.IsShared ? Task.CompletedTask : sessions.UseAsync(
        OutboxAccess.Change,
        async (session, cancellation) =>
        {
            DbTransaction transaction = await session.Connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await ProveAsync(session with { Transaction = transaction }, cancellation).ConfigureAwait(false);
                await transaction.RollbackAsync(cancellation).ConfigureAwait(false);
            }

            return true;
        },
        cancellationToken);

    // Instances that start together create the same table: PostgreSQL and SQL Server look whether it is there, and fail when it is created meanwhile.
    private static async Task CreateAsync(OutboxSession session, string text, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(text, [], cancellationToken).ConfigureAwait(false);
        }
        catch (DbException) when (session.Connection.State == ConnectionState.Open && !cancellationToken.IsCancellationRequested)
        {
            await session.ExecuteAsync(text, [], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ProveAsync(OutboxSession session, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        (string, object?) id = ("@id", sessions.Dialect.Id(NewRow.NewId(now)));
        (string, object?)[] row =
        [
            id, ("@account", account), ("@payload", Array.Empty<byte>()), ("@version", 0), ("@created", now.ToUnixTimeMilliseconds()), ("@due", now.ToUnixTimeMilliseconds()),
            ("@state", ProofState), ("@confirmationRef", null), ("@customerHash", null), ("@notBefore", 0L),
            .. RelationalSession.Others(database.Rows),
        ];
        string step = "insert";
        int rows;
        try
        {
            rows = await session.ExecuteAsync(sessions.Statements.AddRow, row, cancellationToken).ConfigureAwait(false);
            if (rows == 1)
            {
                step = "update";
                rows = await session.ExecuteAsync(sessions.Statements.ChangeProbe, [id, ("@due", 0L)], cancellationToken).ConfigureAwait(false);
            }

            if (rows == 1 && keepsLedger)
            {
                step = "record in the ledger";
                IEnumerable<(string, object?)> entry = [("@delivered", now.ToUnixTimeMilliseconds()), (IdList.Parameter(0), id.Item2), .. RelationalSession.Others(database.Ledger)];
                rows = await session.ExecuteAsync(sessions.Statements.AddToLedger(1), entry, cancellationToken).ConfigureAwait(false);
            }

            if (rows == 1)
            {
                step = "delete";
                rows = await session.ExecuteAsync(sessions.Statements.DeleteProbe, [id], cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DbException exception) when (!exception.IsTransient)
        {
            throw Refused(step, exception);
        }

        if (rows != 1)
        {
            throw Refused(step, null);
        }
    }

    private OutboxException Refused(string step, DbException? exception) => new(
        $"This instance does not deliver: it cannot {step} rows of {database.Rows.Name} in {database.Name}. Grant the database user SELECT, INSERT, UPDATE and DELETE on {database.Rows.Name}, {database.Leases.Name} and {database.Ledger.Name}, and see that no policy or trigger keeps the rows.",
        exception);
}
