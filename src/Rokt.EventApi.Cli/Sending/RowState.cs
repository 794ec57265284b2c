namespace Rokt.EventApi.Cli.Sending;

/// <summary>What became of a row, as its character in the journal.</summary>
internal enum RowState : byte
{
    Pending = (byte)'.',
    Accepted = (byte)'A',
    Rejected = (byte)'R',
    Skipped = (byte)'S',

    /// <summary>A further row of the order before it.</summary>
    Further = (byte)'+',
}
