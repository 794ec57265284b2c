using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Collects findings while the JSON is walked. No message quotes what was found.</summary>
internal sealed class Findings
{
    private readonly List<SandboxFinding> _items = [];

    public IReadOnlyList<SandboxFinding> Items => _items;

    public void Add(string path, string message) => _items.Add(new SandboxFinding(path, message));

    /// <summary>Finds a member that must be an object; absent is a finding only where it is required.</summary>
    public JsonElement? Object(JsonElement parent, string name, string path, bool isRequired)
    {
        if (!parent.TryGetProperty(name, out JsonElement member))
        {
            if (isRequired)
            {
                Add(path, "It is required.");
            }

            return null;
        }

        if (member.ValueKind != JsonValueKind.Object)
        {
            Add(path, "It is an object.");
            return null;
        }

        return member;
    }

    /// <summary>Checks a member, where there is one.</summary>
    public void Check(JsonElement parent, string name, string parentPath, Func<JsonElement, bool> isAllowed, string message)
    {
        if (parent.TryGetProperty(name, out JsonElement member) && !isAllowed(member))
        {
            Add($"{parentPath}.{name}".TrimStart('.'), message);
        }
    }

    /// <summary>Checks a member that must be there, with one of these texts.</summary>
    public void CheckIsOneOf(JsonElement parent, string name, string parentPath, params string[] texts)
    {
        if (!parent.TryGetProperty(name, out JsonElement member)
            || member.ValueKind != JsonValueKind.String
            || !texts.Contains(member.GetString()))
        {
            Add($"{parentPath}.{name}".TrimStart('.'), $"It is required, and is {string.Join(" or ", texts)}.");
        }
    }
}
