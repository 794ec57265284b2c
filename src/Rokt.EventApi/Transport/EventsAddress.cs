namespace Rokt.EventApi.Transport;

/// <summary>Where requests go: <c>https://s2s.{pod}.mparticle.com/v2/events</c>, or below a base address.</summary>
internal static class EventsAddress
{
    private const string Domain = ".mparticle.com";

    public static Uri Of(EventApiOptions options) =>
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

    /// <summary>Says why an address cannot be a base address, or null when it can.</summary>
    public static string? Objection(Uri address)
    {
        if (!address.IsAbsoluteUri)
        {
            return "is not absolute: give it with its scheme, such as https://host.";
        }

        if (address.UserInfo.Length > 0)
        {
            return "contains user info: give the key and the secret as ApiKey and ApiSecret.";
        }

        if (address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return "contains a query or a fragment: leave out everything from the ? or # on.";
        }

        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        {
            return "is not HTTPS: personal data and credentials go over HTTPS, or over HTTP on loopback only.";
        }

        return null;
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
