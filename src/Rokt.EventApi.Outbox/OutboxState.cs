namespace Rokt.EventApi.Outbox;

/// <summary>Specifies what the delivery of an outbox does.</summary>
public enum OutboxState
{
    /// <summary>Conversions are delivered as they are due.</summary>
    Delivering,

    /// <summary>The API cannot be reached or fails. One conversion at a time is tried, at increasing intervals.</summary>
    Unavailable,

    /// <summary>The server refuses the credentials. One conversion at a time is tried, at increasing intervals and when the credentials change.</summary>
    CredentialsRefused,

    /// <summary>An operator has paused delivery with <c>PauseAsync</c>, until <c>ResumeAsync</c>.</summary>
    Paused,
}
