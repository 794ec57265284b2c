namespace Rokt.EventApi.Sandbox.Control;

/// <summary>What a client needs to send here.</summary>
internal sealed record Access(string BaseAddress, string Endpoint, string ApiKey, string ApiSecret);
