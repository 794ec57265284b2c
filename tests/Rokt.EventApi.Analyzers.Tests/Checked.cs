using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Rokt.EventApi.Analyzers.Tests;

/// <summary>Compiles code as an application would and compares what is reported with the code's own markup.</summary>
internal static class Checked
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Rokt.EventApi;
        using Rokt.EventApi.Outbox;

        """;

    // What the tests themselves run on, so that nothing is downloaded; a framework of tests would silence the analyzers.
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("xunit", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Checks the members of a class.</summary>
    public static Task MembersAsync<TAnalyzer>(string members)
        where TAnalyzer : DiagnosticAnalyzer, new() => FileAsync<TAnalyzer>(Class(members), OutputKind.DynamicallyLinkedLibrary);

    /// <summary>Checks top-level statements.</summary>
    public static Task ProgramAsync<TAnalyzer>(string code)
        where TAnalyzer : DiagnosticAnalyzer, new() => FileAsync<TAnalyzer>(code, OutputKind.ConsoleApplication);

    /// <summary>Checks a file, with more references.</summary>
    public static Task FileAsync<TAnalyzer>(string code, OutputKind kind, params MetadataReference[] more)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> { TestCode = Usings + code };
        Prepare(test, kind);
        test.TestState.AdditionalReferences.AddRange(more);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Checks what a fix makes of the members of a class.</summary>
    public static Task FixAsync<TAnalyzer, TFix>(string members, string @fixed)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        var test = new CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> { TestCode = Usings + Class(members), FixedCode = Usings + Class(@fixed) };
        Prepare(test, OutputKind.DynamicallyLinkedLibrary);
        test.FixedState.AdditionalReferences.AddRange(References);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static void Prepare(AnalyzerTest<DefaultVerifier> test, OutputKind kind)
    {
        test.ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        test.TestState.OutputKind = kind;
        test.TestState.AdditionalReferences.AddRange(References);
    }

    private static string Class(string members) => $$"""
        public class Shop(IEventApiClient client, IOutbox outbox, EventApiOptions options)
        {
            private readonly IEventApiClient _client = client;
            private readonly IOutbox _outbox = outbox;
            private readonly EventApiOptions _options = options;
            private Task<SendResult>? _pending;

            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;
}
