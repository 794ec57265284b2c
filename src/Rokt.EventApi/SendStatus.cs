namespace Rokt.EventApi;

/// <summary>Specifies how a send ended, by what the caller can do about it.</summary>
public enum SendStatus
{
    /// <summary>The server has the event (202): done.</summary>
    Accepted = 1,

    /// <summary>The server will never accept the event as it is (400, 401, 403, other 4xx but 408 and 429): do not retry, fix it.</summary>
    Rejected = 2,

    /// <summary>The event did not get through now (429, 5xx, timeout, no network): retry later.</summary>
    Unavailable = 3,
}
