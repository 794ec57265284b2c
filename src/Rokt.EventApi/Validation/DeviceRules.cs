namespace Rokt.EventApi.Validation;

/// <summary>Where the conversion came from: <c>device_info</c> and <c>ip</c>.</summary>
internal static class DeviceRules
{
    private const string Parent = "device_info";

    public static void Check(ConversionEvent conversion, ref ViolationList violations)
    {
        violations.CheckText(Parent, "http_header_user_agent", conversion.UserAgent);
        violations.CheckText(Parent, "android_uuid", conversion.AndroidUuid);
        UserAttributeRules.CheckIpAddress("ip", conversion.BatchIpAddress, ref violations);
        if (conversion.RequestId is { } requestId && !ViolationList.IsUnicode(requestId))
        {
            violations.Add("source_request_id", "The text is not valid Unicode.");
        }
    }
}
