namespace Rokt.EventApi;

/// <summary>Specifies the customer's gender, in the two values that the API knows.</summary>
public enum Gender
{
    /// <summary>Sent as <c>f</c>.</summary>
    Female = 1,

    /// <summary>Sent as <c>m</c>.</summary>
    Male = 2,
}
