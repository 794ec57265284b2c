using Microsoft.CodeAnalysis;

namespace System;

/// <summary>A position from the start or from the end: what the compiler needs for <c>[^1]</c>.</summary>
[Embedded]
internal readonly struct Index(int value, bool fromEnd = false)
{
    public int GetOffset(int length) => fromEnd ? length - value : value;

    public static implicit operator Index(int value) => new(value);
}
