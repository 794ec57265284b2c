using System.Text.Json;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>What a sandbox accepted.</summary>
internal static class Received
{
    public static IReadOnlyList<JsonElement> Accepted(EventApiSandbox sandbox) =>
        [.. sandbox.Requests.Where(request => request.StatusCode == 202).Select(request => JsonDocument.Parse(request.Body).RootElement)];

    public static IReadOnlyList<byte[]> Bodies(EventApiSandbox sandbox) => [.. sandbox.Requests.Where(request => request.StatusCode == 202).Select(request => request.Body.ToArray())];

    /// <summary>Gets a member by its path, such as <c>user_attributes.mobile</c>; null when it is absent.</summary>
    public static JsonElement? Member(JsonElement element, string path)
    {
        foreach (string name in path.Split('.'))
        {
            element = element.ValueKind == JsonValueKind.Array ? element[0] : element;
            if (!element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element;
    }

    public static string? Attribute(JsonElement batch, string name) => Member(batch, $"events.data.custom_attributes.{name}")?.ToString();

    /// <summary>Gets the confirmation reference of a request, whatever its response was.</summary>
    public static string Reference(ReceivedRequest request) => Attribute(JsonDocument.Parse(request.Body).RootElement, "confirmationref")!;

    public static IReadOnlyList<string> References(EventApiSandbox sandbox) => [.. Accepted(sandbox).Select(batch => Attribute(batch, "confirmationref")!)];
}
