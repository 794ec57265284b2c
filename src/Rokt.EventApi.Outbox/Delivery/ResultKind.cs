namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>What a result is about, which decides what becomes of the conversion.</summary>
internal enum ResultKind
{
    /// <summary>The server has it.</summary>
    Accepted,

    /// <summary>The server will never take this conversion.</summary>
    ConversionRejected,

    /// <summary>The server refuses the credentials, so it refuses every conversion.</summary>
    CredentialsRefused,

    /// <summary>The server is busy, and says for how long.</summary>
    Throttled,

    /// <summary>Nothing was sent: the account is held.</summary>
    NotSent,

    /// <summary>The API, or the way to it, is at fault; or the conversion, if others are accepted.</summary>
    Failed,
}
