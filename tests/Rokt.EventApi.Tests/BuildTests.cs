using System.Reflection;
using System.Runtime.Versioning;

namespace Rokt.EventApi.Tests;

/// <summary>The same tests run against more than one build; what holds for every package is in the tests of the conventions.</summary>
public sealed class BuildTests
{
    [Fact]
    public void The_tests_run_against_the_build_that_they_are_for() =>
        Assert.Equal(Build.Framework, typeof(EventApiClient).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()?.FrameworkName);
}
