using System;

namespace Rokt.EventApi.Consumers
{
    /// <summary>What a consumer on .NET has besides.</summary>
    internal static class EveryMemberOfDotNet
    {
        public static DateOnly? DateOfBirth(DateOnly? day) =>
            ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithDateOfBirth(day).Build().DateOfBirth;
    }
}
