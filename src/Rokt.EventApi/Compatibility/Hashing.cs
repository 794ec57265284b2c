using System.Security.Cryptography;

namespace Rokt.EventApi.Compatibility;

internal static class Hashing
{
    extension(SHA256)
    {
        public static byte[] HashData(byte[] source)
        {
            using var algorithm = SHA256.Create();
            return algorithm.ComputeHash(source);
        }
    }

    extension(Convert)
    {
        public static string ToHexString(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", "");
    }
}
