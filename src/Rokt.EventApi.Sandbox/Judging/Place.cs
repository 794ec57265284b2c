namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>An object of a request; it becomes text only where there is something to report.</summary>
/// <param name="Level">Which object of the batch.</param>
/// <param name="Event">The index of the event that it belongs to.</param>
/// <param name="Batch">The index of the batch in a bulk request; null for the only one.</param>
internal readonly record struct Place(Level Level, int Event = 0, int? Batch = null)
{
    private const int MaxNameLength = 64;

    /// <summary>Returns the path of a member, or of the object itself.</summary>
    public string Path(string? member = null)
    {
        string batch = Batch is { } index ? $"[{index}]" : "";
        string level = Level switch
        {
            Level.Identities => "user_identities",
            Level.UserAttributes => "user_attributes",
            Level.Device => "device_info",
            Level.Event => $"events[{Event}]",
            Level.Data => $"events[{Event}].data",
            Level.Attributes => $"events[{Event}].data.custom_attributes",
            _ => "",
        };
        return string.Join('.', new[] { batch, level, Shorten(member) }.Where(part => part.Length > 0));
    }

    public override string ToString() => Path();

    // A name is the sender's text, and may have 256 kB.
    private static string Shorten(string? name) => name is { Length: > MaxNameLength } ? $"{name[..MaxNameLength]}…" : name ?? "";
}
