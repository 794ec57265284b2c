namespace Rokt.EventApi.Configuration;

/// <summary>Where requests go: <c>https://s2s.{pod}.mparticle.com/v2/events</c>, or below a base address.</summary>
internal static class EventsAddress
{
    private const string Domain = ".mparticle.com";

    public static Uri Resolve(EventApiOptions options) =>
        options.BaseAddress is { } address ? Below(address) : OfPod(options.Pod!);

    public static bool IsPod(Pod pod)
    {
        const int LabelLength = 63;
        string name = pod.Name;
        bool isLabel = name.Length is > 0 and <= LabelLength
            && name[0] != '-'
            && name[^1] != '-'
            && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

        // The host as a Uri sees it is what a request goes to; it is checked as well as the text it is made of.
        return isLabel
            && OfPod(pod) is { Scheme: "https", UserInfo: "" } address
            && address.IdnHost.EndsWith(Domain, StringComparison.Ordinal);
    }

    /// <summary>Returns why an address cannot be a base address, and what to do about it; null when it can.</summary>
    public static string? Objection(Uri address, bool allowInsecureHttp, Account account)
    {
        if (!address.IsAbsoluteUri)
        {
            return "is not absolute: give it with its scheme, such as https://host.";
        }

        if (address.UserInfo.Length > 0)
        {
            return $"contains user info: set {account.Setting("ApiKey")} and {account.Setting("ApiSecret")} instead.";
        }

        if (address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return "contains a query or a fragment: leave out everything from the ? or # on.";
        }

        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
        {
            return "is not HTTPS: give it as https://host, or as http://localhost for a server on this machine.";
        }

        if (IsInsecure(address) && !allowInsecureHttp)
        {
            return $"is not HTTPS: personal data and credentials are sent over HTTPS, or over HTTP to this machine. For a sandbox on another machine, set {account.Setting("AllowInsecureHttp")} to true.";
        }

        if (!HasHost(address))
        {
            return "has a host that is no DNS name and no IP address: check it for characters that do not show.";
        }

        return null;
    }

    /// <summary>Returns whether requests to an address can be read on the way: HTTP, beyond this machine.</summary>
    public static bool IsInsecure(Uri address) => address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback;

    // Uri takes more for a host than can be looked up, and finds out only when it is asked for its ASCII form.
    private static bool HasHost(Uri address)
    {
        try
        {
            return Uri.CheckHostName(address.IdnHost) != UriHostNameType.Unknown;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    private static Uri OfPod(Pod pod) => new($"https://s2s.{pod.Name.ToLowerInvariant()}{Domain}/v2/events");

    // The guide writes the address without its /v2, with it, and in full.
    private static Uri Below(Uri address)
    {
        string root = address.AbsoluteUri.TrimEnd('/');
        string? end = Array.Find(["/v2/events", "/v2"], end => root.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        return new Uri($"{root[..^(end?.Length ?? 0)]}/v2/events");
    }
}
