namespace AspNetCore;

/// <summary>An order, as the shop keeps it.</summary>
public sealed record Order(string Id, string Email, string? FirstName, string? LastName, decimal Total, string Currency, int Items);
