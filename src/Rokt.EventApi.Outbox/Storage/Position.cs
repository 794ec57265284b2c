namespace Rokt.EventApi.Outbox.Storage;

/// <summary>How far rows were read, in their order of due time and id.</summary>
internal readonly record struct Position(long Due, Guid Id)
{
    public static readonly Position Start = new(long.MinValue, Guid.Empty);
}
