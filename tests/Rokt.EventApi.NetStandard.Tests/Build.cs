namespace Rokt.EventApi.Tests;

/// <summary>The build of the library that the tests run against, and what differs there.</summary>
internal static class Build
{
    public const string Framework = ".NETStandard,Version=v2.0";

    /// <summary>Whether the library reads <see cref="HttpRequestException.HttpRequestError"/>; here it goes by the exception inside.</summary>
    public const bool KnowsHttpRequestError = false;

    /// <summary>Whether a handler can read a body without waiting; .NET Framework has no such method.</summary>
    public const bool WritesSynchronously = false;
}
