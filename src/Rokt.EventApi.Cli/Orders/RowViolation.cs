namespace Rokt.EventApi.Cli.Orders;

/// <summary>A rule that a row breaks; it never holds the value that breaks it.</summary>
/// <param name="Path">Where in the request's JSON the value would stand.</param>
/// <param name="Rule">The rule, and how to keep it.</param>
internal readonly record struct RowViolation(string Path, string Rule);
