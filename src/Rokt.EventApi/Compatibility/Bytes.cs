using System.Text;

namespace Rokt.EventApi.Compatibility;

internal static class Bytes
{
    extension(ReadOnlySpan<byte> bytes)
    {
        public ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> trimmed)
        {
            int start = 0;
            while (start < bytes.Length && trimmed.IndexOf(bytes[start]) >= 0)
            {
                start++;
            }

            return bytes[start..];
        }
    }

    extension(Encoding encoding)
    {
        public string GetString(ReadOnlySpan<byte> bytes) => encoding.GetString(bytes.ToArray());
    }
}
