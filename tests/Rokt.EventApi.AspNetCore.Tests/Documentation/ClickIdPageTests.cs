using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Rokt.EventApi.AspNetCore.Tests.Documentation;

public sealed partial class ClickIdPageTests
{
    private static readonly string Page = Text("click-id.md");

    [Fact]
    public void Each_block_of_code_is_compiled()
    {
        string compiled = Trimmed(Text("ClickIdPageCode.cs"));
        MatchCollection blocks = CodeBlock().Matches(Page);

        Assert.True(blocks.Count >= 6, "The page's code was not found.");
        Assert.All(blocks, block => Assert.Contains(Trimmed(block.Groups["code"].Value), compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_of_settings_names_every_setting() =>
        Assert.All(typeof(RoktClickIdOptions).GetProperties(), property => Assert.Contains($"| `{property.Name}` |", Page, StringComparison.Ordinal));

    [Fact]
    public void The_code_that_keeps_a_click_brings_it_back()
    {
        var request = new DefaultHttpContext();
        request.Request.QueryString = new QueryString("?rtid=abc");

        Assert.Equal("abc", ClickIdPageCode.Keep(request).ClickId);
    }

    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string Text(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documentation", file)).ReplaceLineEndings("\n");

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();
}
