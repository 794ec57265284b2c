namespace Rokt.EventApi.Compatibility;

internal static class Ascii
{
    public static bool IsValid(string text)
    {
        foreach (char character in text)
        {
            if (character > '\x7F')
            {
                return false;
            }
        }

        return true;
    }
}
