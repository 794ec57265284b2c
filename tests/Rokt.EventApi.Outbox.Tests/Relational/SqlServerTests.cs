using System.Reflection;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Rokt.EventApi.Outbox.Relational;

namespace Rokt.EventApi.Outbox.Tests.Relational;

/// <summary>No SQL Server runs where the tests run: its parser reads every statement, and their text is kept beside the tests.</summary>
public sealed class SqlServerTests
{
    public static TheoryData<string, string> Statements
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string name, string text) in All(new SqlServerDialect()))
            {
                data.Add(name, text);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Each_statement_is_Transact_SQL(string name, string text)
    {
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out IList<ParseError> errors);

        Assert.True(errors.Count == 0, $"{name}: {string.Join("; ", errors.Select(error => error.Message))}\n{text}");
    }

    [Fact]
    public void The_statements_are_those_that_were_looked_at() =>
        Assert.Equal(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Snapshots", "sqlserver.sql")).ReplaceLineEndings("\n"),
            string.Concat(All(new SqlServerDialect()).Select(statement => $"-- {statement.Name}\n{statement.Text};\n\n")).ReplaceLineEndings("\n"));

    // Tables with a schema and a renamed column, so that each place shows that it uses them.
    internal static IEnumerable<(string Name, string Text)> All(Dialect dialect)
    {
        var statements = new Statements(
            dialect,
            new OutboxTable("Rokt Outbox", "shop", new Dictionary<string, string> { ["due"] = "Due At" }, new Dictionary<string, object> { ["Tenant Id"] = 1 }),
            new OutboxTable("Lease", "shop"),
            new OutboxTable("Ledger", "shop", null, new Dictionary<string, object> { ["Tenant Id"] = 1 }));
        foreach (PropertyInfo property in typeof(Statements).GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            switch (property.GetValue(statements))
            {
                case string text:
                    yield return (property.Name, text);
                    break;
                case IReadOnlyList<string> texts:
                    for (int i = 0; i < texts.Count; i++)
                    {
                        yield return ($"{property.Name} {i + 1}", texts[i]);
                    }

                    break;
            }
        }

        yield return ("Delete", statements.Delete(4));
        yield return ("Delete in a state", statements.Delete(1, Outbox.Relational.Statements.DeadLettered));
        yield return ("Expire", statements.Expire(4));
        yield return ("Release", statements.Release(4));
        yield return ("AddToLedger", statements.AddToLedger(4));
        yield return ("DeleteFromLedger", statements.DeleteFromLedger(4));
        yield return ("ReadClock", dialect.ReadClock!);
        yield return ("OnOpened", dialect.OnOpened ?? "");
    }
}
