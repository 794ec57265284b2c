using System.Text.Json.Serialization;

namespace Rokt.EventApi.Cli.Sending;

[JsonSerializable(typeof(JournalHeader))]
internal sealed partial class SendingJsonContext : JsonSerializerContext;
