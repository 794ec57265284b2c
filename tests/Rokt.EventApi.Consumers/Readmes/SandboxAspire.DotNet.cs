using Aspire.Hosting;

namespace Readmes.SandboxAspirePackage
{
    /// <summary>The code of the package's README; the directives are those that it shows.</summary>
    internal static class Readme
    {
        public static void Run(string[] args)
        {
            var builder = DistributedApplication.CreateBuilder(args);

            var rokt = builder.AddRoktEventApiSandbox("rokt");
            builder.AddProject<Projects.Shop>("shop").WithReference(rokt);

            builder.Build().Run();
        }
    }
}
