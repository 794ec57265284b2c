namespace Rokt.EventApi.Tests;

/// <summary>The build of the library that the tests run against; the tests of the netstandard2.0 build have their own.</summary>
internal static class Build
{
    public const string Framework = ".NETCoreApp,Version=v10.0";

    /// <summary>Whether the library reads <see cref="HttpRequestException.HttpRequestError"/>.</summary>
    public const bool KnowsHttpRequestError = true;

    /// <summary>Whether a handler can read a body without waiting.</summary>
    public const bool WritesSynchronously = true;
}
