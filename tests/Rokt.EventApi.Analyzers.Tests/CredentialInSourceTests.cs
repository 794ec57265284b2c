using Rokt.EventApi.Analyzers.Credentials;

namespace Rokt.EventApi.Analyzers.Tests;

/// <summary>ROKT004: a credential is in the source code.</summary>
public sealed class CredentialInSourceTests
{
    [Theory]
    [InlineData("var o = new EventApiOptions { ApiKey = {|ROKT004:\"k1\"|}, ApiSecret = {|ROKT004:\"s1\"|} };")]
    [InlineData("_options.ApiSecret = {|ROKT004:\"s1\"|};")]
    [InlineData("services.AddRoktEventApi(o => o.ApiSecret = {|ROKT004:\"s1\"|});")]
    [InlineData("services.AddRoktEventApi(\"eu\", o => { o.ApiKey = {|ROKT004:\"k1\"|}; });")]
    [InlineData("services.Configure<EventApiOptions>(o => o.ApiSecret = {|ROKT004:@\"s1\"|});")]
    [InlineData("const string secret = \"s1\"; _options.ApiSecret = {|ROKT004:secret|};")]
    [InlineData("string secret = \"s1\"; _options.ApiSecret = {|ROKT004:secret|};")]
    [InlineData("string secret = \"s1\"; Check(secret); var pair = (secret, 1); _options.ApiSecret = {|ROKT004:secret|}; void Check(string value) { }")]
    [InlineData("_options.ApiSecret = {|ROKT004:Constant|};")]
    [InlineData("_options.ApiSecret = {|ROKT004:Field|};")]
    [InlineData("_options.ApiSecret = {|ROKT004:\"s\" + \"1\"|};")]
    [InlineData("_options.ApiSecret = {|ROKT004:$\"{Constant}1\"|};")]
    [InlineData("_options.ApiSecret = {|ROKT004:\"\"\"s1\"\"\"|};")]
    [InlineData("_options.ApiSecret = Environment.GetEnvironmentVariable(\"ROKT_SECRET\") ?? {|ROKT004:\"s1\"|};")]
    [InlineData("_options.ApiSecret ??= {|ROKT004:\"s1\"|};")]
    [InlineData("_options.ApiSecret = _options.Enabled ? {|ROKT004:\"s1\"|} : null;")]
    [InlineData("_options.ApiSecret = _options.Environment switch { EventEnvironment.Production => configuration[\"x\"], _ => {|ROKT004:\"s1\"|} };")]
    [InlineData("_options.ApiSecret = ({|ROKT004:\"s1\"|});")]
    public Task A_credential_from_the_source_code_is_reported(string statement) => Checked.MembersAsync<CredentialInSourceAnalyzer>(Method(statement));

    [Theory]
    [InlineData("_options.ApiSecret = configuration[\"Rokt:ApiSecret\"];")]
    [InlineData("_options.ApiSecret = configuration.GetValue<string>(\"Rokt:ApiSecret\");")]
    [InlineData("_options.ApiSecret = Environment.GetEnvironmentVariable(\"ROKT_SECRET\");")]
    [InlineData("_options.ApiSecret = Environment.GetEnvironmentVariable(\"ROKT_SECRET\") ?? throw new InvalidOperationException(\"No secret.\");")]
    [InlineData("_options.ApiSecret = System.IO.File.ReadAllText(\"/run/secrets/rokt\").Trim();")]
    [InlineData("_options.ApiSecret = $\"{configuration[\"a\"]}{configuration[\"b\"]}\";")]
    [InlineData("_options.ApiSecret = \"\";")]
    [InlineData("_options.ApiSecret = \" \";")]
    [InlineData("_options.ApiSecret = string.Empty;")]
    [InlineData("_options.ApiSecret = null;")]
    [InlineData("_options.ApiKey = \"sandbox-key\"; _options.ApiSecret = \"sandbox-secret\";")]
    [InlineData("string secret = \"\"; _options.ApiSecret = secret;")]
    [InlineData("string secret = \"none\"; secret = configuration[\"Rokt:ApiSecret\"]!; _options.ApiSecret = secret;")]
    [InlineData("string key = \"none\", secret = \"none\"; (key, secret) = Read(); _options.ApiSecret = secret; (string, string) Read() => (\"\", configuration[\"b\"]!);")]
    [InlineData("string key = \"none\", secret = \"none\"; ((key, secret), int age) = Read(); _options.ApiKey = key; ((string, string), int) Read() => ((configuration[\"a\"]!, \"\"), 1);")]
    [InlineData("string secret = \"none\"; Read(ref secret); _options.ApiSecret = secret; void Read(ref string value) => value = configuration[\"b\"]!;")]
    [InlineData("string secret = \"none\"; Read(out secret); _options.ApiSecret = secret; void Read(out string value) => value = configuration[\"b\"]!;")]
    [InlineData("var o = new EventApiOptions { ApiKey = configuration[\"a\"], ApiSecret = configuration[\"b\"], BaseAddress = new Uri(\"http://127.0.0.1:5270\"), Pod = Pod.US1 };")]
    [InlineData("var o = new Other { ApiKey = \"k1\", ApiSecret = \"s1\" };")]
    [InlineData("var o = new Rokt.EventApi.Sandbox.EventApiSandboxOptions { ApiKey = \"k1\", ApiSecret = \"s1\" };")]
    public Task A_credential_from_elsewhere_is_not(string statement) => Checked.MembersAsync<CredentialInSourceAnalyzer>(Method(statement));

    private static string Method(string statement) => $$"""
        const string Constant = "s1";
        static readonly string Field = "s1";
        void M(IServiceCollection services, IConfiguration configuration) { {{statement}} }
        class Other { public string ApiKey { get; set; } = ""; public string ApiSecret { get; set; } = ""; }
        """;
}
