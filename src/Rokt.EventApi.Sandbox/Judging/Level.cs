namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>The objects of a batch.</summary>
internal enum Level
{
    Batch,
    Identities,
    UserAttributes,
    Device,
    Event,
    Data,
    Attributes,
}
