using System.Data;
using System.Data.Common;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>Runs statements on a session, the same way with every provider.</summary>
internal static class Commands
{
    public static async Task<int> ExecuteAsync(
        this OutboxSession session, string text, IEnumerable<(string Name, object? Value)> parameters, CancellationToken cancellationToken)
    {
        DbCommand command = Create(session, text, parameters);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task<List<T>> ReadAsync<T>(
        this OutboxSession session, string text, IEnumerable<(string Name, object? Value)> parameters, Func<DbDataReader, T> convert, CancellationToken cancellationToken)
    {
        DbCommand command = Create(session, text, parameters);
        await using (command.ConfigureAwait(false))
        {
            DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var rows = new List<T>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(convert(reader));
                }

                return rows;
            }
        }
    }

    private static DbCommand Create(OutboxSession session, string text, IEnumerable<(string Name, object? Value)> parameters)
    {
        DbCommand command = session.Connection.CreateCommand();
#pragma warning disable CA2100 // The text is one of Statements; values go into parameters.
        command.CommandText = text;
#pragma warning restore CA2100
        if (session.Transaction is { } transaction)
        {
            command.Transaction = transaction;
        }

        foreach ((string name, object? value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            switch (value)
            {
                case byte[]:
                    // Of no length of its own, so that SQL Server keeps one plan for all.
                    (parameter.DbType, parameter.Size) = (DbType.Binary, -1);
                    break;
                case null:
                    parameter.DbType = DbType.String;
                    break;
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }
}
