using System.Text.Json.Nodes;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>A batch to change: one that has nothing to find fault with.</summary>
internal static class Batch
{
    public static JsonObject Complete() => JsonNode.Parse(RawClient.Body("complete"))!.AsObject();

    public static JsonObject Identities(this JsonObject root) => root["user_identities"]!.AsObject();

    public static JsonObject User(this JsonObject root) => root["user_attributes"]!.AsObject();

    public static JsonObject Device(this JsonObject root) => root["device_info"]!.AsObject();

    public static JsonObject Event(this JsonObject root) => root["events"]![0]!.AsObject();

    public static JsonObject Data(this JsonObject root) => root.Event()["data"]!.AsObject();

    public static JsonObject Conversion(this JsonObject root) => root.Data()["custom_attributes"]!.AsObject();

    /// <summary>Sets the address, without the hash beside it.</summary>
    public static void Email(this JsonObject root, string email)
    {
        root.Identities()["email"] = email;
        root.Identities().Remove("other");
    }

    public static void At(this JsonObject root, DateTimeOffset time) => root.Data()["timestamp_unixtime_ms"] = time.ToUnixTimeMilliseconds();

    public static void AddMany(this JsonObject attributes, int count)
    {
        for (int i = 0; i < count; i++)
        {
            attributes[$"attribute{i}"] = i;
        }
    }

    public static void AddEvents(this JsonObject root, int count)
    {
        for (int i = 0; i < count; i++)
        {
            var copy = (JsonObject)root.Event().DeepClone();
            copy["data"]!["custom_attributes"]!["confirmationref"] = $"event-{i}";
            root["events"]!.AsArray().Add(copy);
        }
    }
}
