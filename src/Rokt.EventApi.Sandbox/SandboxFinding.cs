namespace Rokt.EventApi.Sandbox;

/// <summary>Something that the sandbox found in a request: an error or a piece of advice. It never holds the value found.</summary>
public sealed class SandboxFinding
{
    internal SandboxFinding(string path, string message)
    {
        Path = path;
        Message = message;
    }

    /// <summary>Where in the JSON, such as <c>events[0].data.event_name</c>; empty for the request as a whole.</summary>
    public string Path { get; }

    /// <summary>What is the matter there, and what the API wants.</summary>
    public string Message { get; }

    /// <summary>Returns path and message.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
