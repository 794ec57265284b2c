using System.Text.RegularExpressions;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>What the workflows run is what was looked at.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string[] Names = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, ".github", "workflows")).Select(file => Path.GetFileName(file)).Order()];

    public static TheoryData<string> Workflows => [.. Names];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void An_action_is_pinned_by_its_commit_with_its_version_beside_it(string name) => Assert.All(
        Action().Matches(Read(name)).Select(match => match.Value),
        action => Assert.Matches(@"^uses: [\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", action));

    // A version of an action is one commit, whichever workflow uses it.
    [Fact]
    public void The_workflows_use_the_same_commit_of_an_action() => Assert.All(
        Names.SelectMany(name => Action().Matches(Read(name)).Select(match => match.Value)).Distinct().GroupBy(action => action.Split('@')[0]),
        versions => Assert.Single(versions));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_may_only_read_unless_a_job_says_more(string name) =>
        Assert.Contains("\npermissions:\n  contents: read\n\n", Read(name), StringComparison.Ordinal);

    // Trusted publishing needs none.
    [Theory]
    [MemberData(nameof(Workflows))]
    public void No_workflow_has_a_stored_secret(string name) => Assert.DoesNotContain("secrets.", Read(name), StringComparison.Ordinal);

    private static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, ".github", "workflows", name)).ReplaceLineEndings("\n");

    [GeneratedRegex("uses: .*")]
    private static partial Regex Action();
}
