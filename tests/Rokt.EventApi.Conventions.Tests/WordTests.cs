using System.Text.RegularExpressions;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>The repository speaks the field's own language: what it used to say instead does not come back.</summary>
public sealed class WordTests
{
    private const string Counted =
        @"\d+|%|once|twice|times|sends|events|conversions|batches|requests|responses|permits|tokens|rows|results?|retries|probes|bytes|commits|orders|calls|files|cards|customers";

    private const string Times = "second|minute|hour|day|week|month|year|account";

    private const string Steps = "step|cell|page|row|file|commit|batch|request";

    // Not after a verb, such as "sends an event".
    private const string Things = "event|conversion|send|attempt|request|batch|instance|process|client|row|customer|order";

    // It has to name what it bans.
    private const string Unchecked = "tests/Rokt.EventApi.Conventions.Tests/WordTests.cs";

    /// <summary>What is not written, by a regular expression; what is written instead; and where it has a meaning of its own.</summary>
    public static TheoryData<string, string, string> Words => new()
    {
        { @"answer(s|ed|ing)?\b", "response, respond", "" },
        { @"(takes?|took|taking) note\b|notes (that|of|how|when|what)\b", "record, report", "" },
        { $@"(({Counted}),? an? ({Times})|one (?!and\b)\w+ an? ({Times}|{Steps})|(once|twice|times|results?|%|\d+) an? ({Things}))\b", "per", "" },
        { @"mend(s|ed|ing)?\b", "fix", "" },
        { @"(dead(?! letter)|die[sd]?|dying|deaths?|bury|buries|buried|burying)\b", "dead-lettered, moved to dead letter; of a process: crashed, killed", "" },
        { @"under ?way\b", "in flight, pending", "" },
        { @"seldom\b", "at increasing intervals, rarely", "" },
        { @"(gives?|gave|given|giving) (it |them |this |the \w+ )?up\b", "cancels, times out, abandons, releases", "" },
        { @"pass(es|ed|ing)? over\b", "ignore", "" },
        { @"go(es)? on\b", "continue, retry", "" },
        { @"any more\b", "no longer", "" },
        { @"(anew|lest)\b", "again; in case", "" },
        { @"(null|zero):? (however|without any)\b", "null for no limit", "" },
        { @"(is tried|tries) again\b", "is retried, retries", "" },
        {
            @"(behaviours?|colours?|favour|honour|licence|centre|grey|catalogue|analyse|(serial|initial|normal|recogn|organ|optim|author|minim|anonym|synchron)is)(s|d|es|ed|er|ing|ation)?\b",
            "American spelling",
            // A color of the console's library; a status as shops write it.
            @"=> \("" "", ""grey""\)|or ""authorised"" or"
        },
    };

    /// <summary>The same for identifiers.</summary>
    public static TheoryData<string, string> Names => new()
    {
        { @"\bGoOn(Async)?\b", "Retry" },
        { @"\bNoted?(Async)?\(", "Record" },
        { @"(?<!\w)Of[<(]", "a verb: Get, Create, Find" },
        { @"\bBury\w*\b", "MoveToDeadLetter" },
        { @"\b(class|record|struct) \w+Parts\b", "Options, Dependencies" },
        { @"\bVerdicts\b", "ResultClassifier" },
        { @"\b(BindWhatTheBinderCannot|IsNobodysFault|Readability|LastSecond)\b|\.NotNow\b", "what it does" },
        { @"\b(class|record|struct) Deadlines?\b", "TimeoutScope" },
        { @"\.deaths\b", "dead_lettered" },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void The_words_are_the_fields_own(string banned, string instead, string exception)
    {
        var pattern = new Regex($@"\b(?:{banned})", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

        AssertNone(instead, line => line.Has(pattern) && !(exception.Length > 0 && Regex.IsMatch(line.Words, exception)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_names_are_the_fields_own(string banned, string instead) =>
        AssertNone(instead, line => line.File.EndsWith(".cs", StringComparison.Ordinal) && Regex.IsMatch(line.Text, banned));

    [Fact]
    public void No_summary_tells() => AssertNone(
        "Determines, Recognizes, Reports", line => Regex.IsMatch(line.Text, @"^\s*///\s*(<summary>)?(Tells|Sees to)\b"));

    [Fact]
    public void Units_of_metrics_are_singular() =>
        AssertNone("{send}", line => line.File.StartsWith("src/", StringComparison.Ordinal) && Regex.IsMatch(line.Text, @"""\{\w+s\}"""));

    [Fact]
    public void Nothing_was_released_so_the_changelog_has_additions_only() => Assert.Equal(
        "### Added", Assert.Single(File.ReadLines(Path.Combine(Repository.Root, "CHANGELOG.md")), line => line.StartsWith("### ", StringComparison.Ordinal)));

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/delivery.md")]
    [InlineData("samples/AspNetCore/Pages/Checkout.cshtml.cs")]
    [InlineData("src/Rokt.EventApi/EventApiClient.cs")]
    [InlineData("src/Rokt.EventApi.Sandbox/Page/index.html")]
    [InlineData("tests/Directory.Build.props")]
    public void Every_kind_of_prose_is_read(string file) => Assert.Contains(Prose.Lines, line => line.File == file);

    private static void AssertNone(string instead, Func<ProseLine, bool> isBanned)
    {
        ProseLine[] found = [.. Prose.Lines.Where(line => line.File != Unchecked && isBanned(line))];
        Assert.True(found.Length == 0, $"Write \"{instead}\":\n{string.Join<ProseLine>('\n', found)}");
    }
}
