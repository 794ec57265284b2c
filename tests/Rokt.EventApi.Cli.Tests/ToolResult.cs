namespace Rokt.EventApi.Cli.Tests;

/// <summary>How a run of the tool ended.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error);
