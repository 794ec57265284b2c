using System.Text.Json.Serialization;

namespace Rokt.EventApi.Cli.Orders;

[JsonSerializable(typeof(ConversionEvent))]
internal sealed partial class EventJsonContext : JsonSerializerContext;
