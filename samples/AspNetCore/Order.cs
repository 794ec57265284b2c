namespace AspNetCore;

/// <summary>What the checkout page posts.</summary>
public sealed record Order(string Id, string Email, string? FirstName, string? LastName, decimal Total, string Currency, int Items);
