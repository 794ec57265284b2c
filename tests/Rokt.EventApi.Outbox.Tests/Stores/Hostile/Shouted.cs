using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Rokt.EventApi.Outbox.Tests.Stores.Hostile;

/// <summary>Stores texts in upper case, and so changes them.</summary>
public sealed class Shouted() : ValueConverter<string, string>(text => text.ToUpperInvariant(), text => text);
