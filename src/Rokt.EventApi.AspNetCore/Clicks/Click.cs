using System.Diagnostics.CodeAnalysis;

namespace Rokt.EventApi.AspNetCore.Clicks;

/// <summary>A click id, and what is known of how it came.</summary>
/// <param name="Id">The id, in the case it came in.</param>
/// <param name="Parameter">The parameter that it came by; null when it is not known.</param>
/// <param name="Time">When it came, in whole seconds; null when it is not known.</param>
internal sealed record Click(string Id, string? Parameter, DateTimeOffset? Time)
{
    private const int MaxLength = 256;

    public override string ToString() => nameof(Click);

    /// <summary>Returns an id without the white space around it, or false when it is none: empty, too long, or not all text.</summary>
    public static bool TryNormalize(string? value, [NotNullWhen(true)] out string? id)
    {
        id = value?.Trim();
        if (string.IsNullOrEmpty(id) || id.Length > MaxLength)
        {
            return false;
        }

        for (int i = 0; i < id.Length; i++)
        {
            if (char.IsControl(id[i]) || (char.IsSurrogate(id[i]) && !char.IsSurrogatePair(id, i++)))
            {
                return false;
            }
        }

        return true;
    }
}
