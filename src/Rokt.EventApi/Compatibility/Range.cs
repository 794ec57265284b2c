using Microsoft.CodeAnalysis;

namespace System;

/// <summary>Two positions: what the compiler needs for <c>[1..]</c>.</summary>
[Embedded]
internal readonly struct Range(Index start, Index end)
{
    public Index Start { get; } = start;

    public Index End { get; } = end;

    public static Range StartAt(Index start) => new(start, new Index(0, fromEnd: true));

    public static Range EndAt(Index end) => new(new Index(0), end);
}
